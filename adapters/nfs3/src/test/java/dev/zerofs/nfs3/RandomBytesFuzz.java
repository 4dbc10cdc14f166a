package dev.zerofs.nfs3;

import static dev.zerofs.nfs3.client.RpcClient.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zerofs.nfs3.client.Nfs3Client;
import dev.zerofs.nfs3.client.RpcClient;
import dev.zerofs.nfs3.client.RpcUser;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.random.Seeds;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Random and nearly right bytes at every layer: the server goes on, answers others, and gives back
 * all it set aside.
 */
class RandomBytesFuzz {

  private static final int LAST = 1 << 31;

  /** So little that calls which were lost without being given back would soon stop everything. */
  private final TestServer server =
      TestServer.start(
          Map.of(
              "nfs.bytes", "4MiB",
              "nfs.bytes-per-connection", "4MiB",
              "nfs.calls", "16",
              "nfs.connections", "8"));

  private final Nfs3Client bystander = server.root();
  private final Bytes top = bystander.mountRoot();
  private final Bytes file = createFile();

  private Bytes createFile() {
    Bytes handle =
        await(bystander.create(top, Bytes.utf8("f"), AttributeChange.ofMode(0666))).handle();
    return Objects.requireNonNull(handle);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void assertServing() {
    assertEquals(0, await(bystander.getAttr(top)).status());
  }

  @Test
  void randomStreams() {
    Seeds.forEach(
        150,
        seed -> {
          Random random = new Random(seed);
          byte[] bytes = new byte[random.nextInt(3000)];
          random.nextBytes(bytes);
          sendAndLeave(bytes);
          assertServing();
        });
  }

  @Test
  void randomRecords() {
    Seeds.forEach(
        150,
        seed -> {
          Random random = new Random(seed);
          byte[] message = new byte[random.nextInt(500)];
          random.nextBytes(message);
          sendAndLeave(RpcClient.record(Bytes.wrap(message)));
          assertServing();
        });
  }

  @Test
  void randomArguments() {
    Seeds.forEach(
        300,
        seed -> {
          Random random = new Random(seed);
          byte[] arguments = new byte[random.nextInt(60) * 4];
          random.nextBytes(arguments);
          int program = random.nextInt(5) == 0 ? Nfs3Client.MOUNT : Nfs3Client.NFS;
          var response =
              bystander
                  .rpc()
                  .call(
                      program,
                      3,
                      random.nextInt(23),
                      RpcUser.unix(random.nextInt(3), random.nextInt(3)),
                      out -> out.writeFixedOpaque(Bytes.wrap(arguments)));
          assertEquals(true, response.kind() != null);
          assertServing();
        });
  }

  /** Good calls of which a few bytes were changed. */
  @Test
  void mutatedCalls() {
    Seeds.forEach(
        300,
        seed -> {
          Random random = new Random(seed);
          byte[] message = goodCall(random).toByteArray();
          for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(message.length);
            message[at] = (byte) (random.nextBoolean() ? random.nextInt() : 0xff);
          }
          sendAndLeave(RpcClient.record(Bytes.wrap(message)));
          assertServing();
        });
  }

  private Bytes goodCall(Random random) {
    Bytes handle = random.nextBoolean() ? top : file;
    int procedure = 1 + random.nextInt(21);
    return RpcClient.message(
        random.nextInt(),
        Nfs3Client.NFS,
        3,
        procedure,
        RpcUser.ROOT,
        out -> {
          out.writeOpaque(handle);
          for (int words = random.nextInt(20); words > 0; words--) {
            switch (random.nextInt(4)) {
              case 0 -> out.writeOpaque(Bytes.utf8("name" + random.nextInt(4)));
              case 1 -> out.writeOpaque(handle);
              default -> out.writeInt(random.nextInt(4));
            }
          }
        });
  }

  @Test
  void halfRecords() {
    Seeds.forEach(
        100,
        seed -> {
          Random random = new Random(seed);
          ByteBuffer half = ByteBuffer.allocate(2000);
          half.putInt((random.nextBoolean() ? LAST : 0) | 2000 + random.nextInt(1 << 20));
          half.position(4 + random.nextInt(1990));
          byte[] bytes = new byte[half.position()];
          half.flip().get(bytes);
          sendAndLeave(bytes);
          assertServing();
        });
  }

  /** Sends bytes, at times in pieces, and leaves at once or when the server has had enough. */
  private void sendAndLeave(byte[] bytes) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(server.address());
      int half = bytes.length / 2;
      socket.getOutputStream().write(bytes, 0, half);
      socket.getOutputStream().write(bytes, half, bytes.length - half);
      socket.shutdownOutput();
      socket.setSoTimeout(30_000);
      socket.getInputStream().readAllBytes();
    } catch (SocketException _) {
      // The server closed first: that is its right.
    }
  }
}
