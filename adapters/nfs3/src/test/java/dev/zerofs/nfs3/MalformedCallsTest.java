package dev.zerofs.nfs3;

import static dev.zerofs.nfs3.client.RpcClient.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zerofs.nfs3.client.Nfs3Client;
import dev.zerofs.nfs3.client.RpcClient;
import dev.zerofs.nfs3.client.RpcResponse;
import dev.zerofs.nfs3.client.RpcResponse.Kind;
import dev.zerofs.nfs3.client.RpcUser;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Mistakes of clients: each gets the error of RFC 5531, or the connection ends, and no other one.
 */
class MalformedCallsTest {

  private static final int AUTH_BADCRED = 1;
  private static final int AUTH_REJECTEDCRED = 2;
  private static final int AUTH_BADVERF = 3;
  private static final int NFSACL = 100227;
  private static final int LAST = 1 << 31;

  private final TestServer server = TestServer.start();
  private final Nfs3Client bystander = server.root();
  private final Bytes top = bystander.mountRoot();
  private final RpcClient rpc = server.connect();

  @AfterEach
  void close() {
    assertEquals(0, await(bystander.getAttr(top)).status(), "another connection is as before");
    server.close();
  }

  private void assertAlive() {
    assertEquals(0, await(new Nfs3Client(rpc, RpcUser.ROOT).getAttr(top)).status());
  }

  private void assertEnded() {
    await(rpc.ended());
  }

  private RpcResponse call(int program, int version, int procedure) {
    return rpc.call(program, version, procedure, RpcUser.ROOT, _ -> {});
  }

  private RpcResponse getAttrAs(RpcUser user) {
    return rpc.call(Nfs3Client.NFS, 3, 1, user, out -> out.writeOpaque(top));
  }

  private RpcResponse getAttr(Consumer<XdrWriter> arguments) {
    return rpc.call(Nfs3Client.NFS, 3, 1, RpcUser.ROOT, arguments);
  }

  @Test
  void anotherRpcVersionIsToldTheRightOne() {
    for (int version : new int[] {0, 1, 3, -1}) {
      XdrWriter message = new XdrWriter(64);
      message.writeInt(rpc.newXid());
      message.writeInt(0);
      message.writeInt(version);
      assertEquals(
          new RpcResponse(Kind.RPC_MISMATCH, 2, 2, Bytes.EMPTY),
          await(rpc.submit(message.written())));
    }
    assertAlive();
  }

  @Test
  void unknownProgramsAreUnavailable() {
    for (int program : new int[] {0, NFSACL, 100000, 100004, -1}) {
      assertEquals(Kind.PROG_UNAVAIL, call(program, 3, 0).kind());
    }
    assertAlive();
  }

  @Test
  void otherVersionsAreToldTheRange() {
    for (int version : new int[] {0, 2, 4, -1}) {
      assertEquals(
          new RpcResponse(Kind.PROG_MISMATCH, 3, 3, Bytes.EMPTY), call(Nfs3Client.NFS, version, 0));
      if (version != 0) {
        assertEquals(
            new RpcResponse(Kind.PROG_MISMATCH, 1, 3, Bytes.EMPTY),
            call(Nfs3Client.MOUNT, version, 0));
      }
    }
    assertAlive();
  }

  @Test
  void otherProceduresAreUnavailable() {
    for (int procedure : new int[] {22, 23, 100, Integer.MIN_VALUE, -1}) {
      assertEquals(Kind.PROC_UNAVAIL, call(Nfs3Client.NFS, 3, procedure).kind());
      assertEquals(Kind.PROC_UNAVAIL, call(Nfs3Client.MOUNT, 3, procedure).kind());
    }
    assertEquals(Kind.PROC_UNAVAIL, call(Nfs3Client.MOUNT, 1, 1).kind());
    assertAlive();
  }

  @Test
  void everyProcedureRefusesArgumentsThatEndEarly() {
    for (int procedure = 1; procedure <= 21; procedure++) {
      assertEquals(Kind.GARBAGE_ARGS, call(Nfs3Client.NFS, 3, procedure).kind());
    }
    assertEquals(Kind.GARBAGE_ARGS, call(Nfs3Client.MOUNT, 3, 1).kind());
    assertEquals(Kind.GARBAGE_ARGS, call(Nfs3Client.MOUNT, 3, 3).kind());
    assertAlive();
  }

  @Test
  void lengthsThatLieAreGarbage() {
    for (int length : new int[] {65, 1 << 20, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
      assertEquals(Kind.GARBAGE_ARGS, getAttr(out -> out.writeInt(length)).kind());
      assertEquals(
          Kind.GARBAGE_ARGS,
          rpc.call(
                  Nfs3Client.NFS,
                  3,
                  7,
                  RpcUser.ROOT,
                  out -> {
                    out.writeOpaque(top);
                    out.writeLong(0);
                    out.writeInt(length);
                    out.writeInt(0);
                    out.writeInt(length);
                    out.writeInt(0);
                  })
              .kind());
    }
    assertEquals(
        Kind.GARBAGE_ARGS, getAttr(out -> out.writeOpaque(Bytes.wrap(new byte[65]))).kind());
    assertAlive();
  }

  @Test
  void aWriteCountMustBeItsDatasLength() {
    for (int count : new int[] {0, 3, 5}) {
      assertEquals(Kind.GARBAGE_ARGS, write(count, 0).kind());
    }
    for (int stable : new int[] {3, -1}) {
      assertEquals(Kind.GARBAGE_ARGS, write(4, stable).kind());
    }
    assertAlive();
  }

  private RpcResponse write(int count, int stable) {
    return rpc.call(
        Nfs3Client.NFS,
        3,
        7,
        RpcUser.ROOT,
        out -> {
          out.writeOpaque(top);
          out.writeLong(0);
          out.writeInt(count);
          out.writeInt(stable);
          out.writeOpaque(Bytes.utf8("data"));
        });
  }

  @Test
  void otherFlavoursAreRefused() {
    for (int flavour : new int[] {2, 3, 6, 390003, -1}) {
      RpcResponse response = getAttrAs(new RpcUser(flavour, Bytes.EMPTY));
      assertEquals(Kind.AUTH_ERROR, response.kind());
      assertEquals(AUTH_REJECTEDCRED, response.low());
    }
    assertAlive();
  }

  @Test
  void malformedUnixCredentialsAreRefused() {
    Bytes good = RpcUser.unix(1, 2, 3).body();
    List<Integer> groups17 = Collections.nCopies(17, 5);
    List<RpcUser> bad =
        List.of(
            new RpcUser(1, Bytes.EMPTY),
            new RpcUser(1, good.slice(0, good.length() - 4)),
            new RpcUser(1, Bytes.wrap(new byte[401])),
            new RpcUser(1, Bytes.wrap(new byte[100_000])),
            RpcUser.unix(Bytes.utf8("m"), 1, 2, groups17),
            RpcUser.unix(Bytes.wrap(new byte[256]), 1, 2, List.of()));
    for (RpcUser user : bad) {
      RpcResponse response = getAttrAs(user);
      assertEquals(Kind.AUTH_ERROR, response.kind());
      assertEquals(AUTH_BADCRED, response.low());
    }
    RpcUser largest = RpcUser.unix(Bytes.wrap(new byte[255]), 1, 2, Collections.nCopies(16, 5));
    assertEquals(Kind.SUCCESS, getAttrAs(largest).kind());
    assertAlive();
  }

  @Test
  void anOversizedVerifierIsRefused() {
    XdrWriter message = new XdrWriter(64);
    message.writeInt(rpc.newXid());
    for (int word : new int[] {0, 2, Nfs3Client.NFS, 3, 1, 0, 0, 0}) {
      message.writeInt(word);
    }
    message.writeOpaque(Bytes.wrap(new byte[404]));
    message.writeOpaque(top);
    RpcResponse response = await(rpc.submit(message.written()));
    assertEquals(Kind.AUTH_ERROR, response.kind());
    assertEquals(AUTH_BADVERF, response.low());
    assertAlive();
  }

  @Test
  void manyTinyFragmentsAreOneRecord() {
    Bytes message =
        RpcClient.message(
            rpc.newXid(), Nfs3Client.NFS, 3, 1, RpcUser.ROOT, out -> out.writeOpaque(top));
    var response = rpc.expect(new XdrReader(message).readInt());
    for (int i = 0; i < message.length(); i++) {
      rpc.send(fragment(0));
      rpc.send(fragment(i + 1 == message.length() ? LAST | 1 : 1));
      rpc.send(new byte[] {message.at(i)});
    }
    assertEquals(Kind.SUCCESS, await(response).kind());
    assertAlive();
  }

  @Test
  void manyCallsInOneSegmentAreAllAnswered() {
    ByteBuffer all = ByteBuffer.allocate(100_000);
    List<CompletableFuture<RpcResponse>> responses = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      int xid = rpc.newXid();
      responses.add(rpc.expect(xid));
      all.put(
          RpcClient.record(
              RpcClient.message(
                  xid, Nfs3Client.NFS, 3, 1, RpcUser.ROOT, out -> out.writeOpaque(top))));
    }
    byte[] bytes = new byte[all.position()];
    all.flip().get(bytes);
    rpc.send(bytes);
    responses.forEach(response -> assertEquals(Kind.SUCCESS, await(response).kind()));
  }

  private static byte[] fragment(int mark) {
    return ByteBuffer.allocate(4).putInt(mark).array();
  }

  @Test
  void aRecordOverTheLimitEndsTheConnection() {
    rpc.send(fragment(LAST | (1 << 20) + (8 << 10) + 1));
    assertEnded();
  }

  @Test
  void tooManyFragmentsEndTheConnection() {
    for (int i = 0; i < 1025; i++) {
      rpc.send(fragment(0));
    }
    assertEnded();
  }

  @Test
  void aRecordThatIsNoCallEndsTheConnection() {
    rpc.send(RpcClient.record(Bytes.wrap(new byte[] {0, 0, 0, 1, 0, 0, 0, 1})));
    assertEnded();
  }

  @Test
  void aRecordTooShortForAnAnswerEndsTheConnection() {
    rpc.send(RpcClient.record(Bytes.wrap(new byte[3])));
    assertEnded();
  }

  @Test
  void aHeaderThatEndsEarlyEndsTheConnection() {
    rpc.send(RpcClient.record(Bytes.wrap(new byte[] {0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0})));
    assertEnded();
  }

  @Test
  void aClientThatLeavesInTheMiddleOfARecordIsForgotten() {
    rpc.send(fragment(LAST | 1 << 20));
    rpc.send(new byte[1000]);
    rpc.close();
    assertEnded();
  }
}
