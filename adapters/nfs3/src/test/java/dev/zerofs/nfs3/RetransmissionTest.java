package dev.zerofs.nfs3;

import static dev.zerofs.nfs3.client.RpcClient.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.zerofs.nfs3.client.Nfs3Client;
import dev.zerofs.nfs3.client.Nfs3Encoder;
import dev.zerofs.nfs3.client.RpcClient;
import dev.zerofs.nfs3.client.RpcResponse;
import dev.zerofs.nfs3.client.RpcUser;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A repeated call gets the first one's reply, from whatever port it comes. */
class RetransmissionTest {

  private static final int XID = 0x7777;

  private final AtomicInteger removals = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();
  private final CountDownLatch removing = new CountDownLatch(1);
  private volatile CountDownLatch mayRemove = new CountDownLatch(0);

  private final TestServer server =
      TestServer.start(Map.of(), real -> ((Interposed) this::interpose).before(real));
  private final Nfs3Client root = server.root();
  private final Bytes top = root.mountRoot();

  @AfterEach
  void close() {
    server.close();
  }

  private Object interpose(String method, List<Object> arguments, Interposed.Call call)
      throws Throwable {
    if (method.equals("remove")) {
      removals.incrementAndGet();
      removing.countDown();
      mayRemove.await(30, TimeUnit.SECONDS);
    }
    if (method.equals("write")) {
      writes.incrementAndGet();
    }
    return call.proceed();
  }

  private Bytes call(int procedure, Consumer<XdrWriter> arguments) {
    return RpcClient.message(XID, Nfs3Client.NFS, 3, procedure, RpcUser.ROOT, arguments);
  }

  private void assertReplayed(int procedure, Consumer<XdrWriter> arguments) {
    Bytes message = call(procedure, arguments);
    RpcResponse first = await(root.rpc().submit(message));
    assertEquals(0, first.success().readInt(), "procedure " + procedure);
    RpcClient reconnected = server.connect();
    assertNotEquals(root.rpc().localPort(), reconnected.localPort());
    assertEquals(first, await(reconnected.submit(message)));
    assertEquals(first, await(root.rpc().submit(message)));
  }

  private Consumer<XdrWriter> named(String name) {
    return out -> {
      out.writeOpaque(top);
      out.writeOpaque(Bytes.utf8(name));
    };
  }

  private static Consumer<XdrWriter> mode() {
    return out -> Nfs3Encoder.sattr(out, AttributeChange.ofMode(0700));
  }

  @Test
  void whatWouldFailASecondTimeIsReplayed() {
    assertReplayed(8, named("f").andThen(out -> out.writeInt(1)).andThen(mode()));
    assertReplayed(14, named("f").andThen(named("g")));
    assertReplayed(12, named("g"));
    assertReplayed(9, named("d").andThen(mode()));
    assertReplayed(13, named("d"));
    assertReplayed(
        10, named("l").andThen(mode()).andThen(out -> out.writeOpaque(Bytes.utf8("target"))));
    assertReplayed(11, named("p").andThen(out -> out.writeInt(7)).andThen(mode()));
    assertReplayed(
        2,
        out -> {
          out.writeOpaque(top);
          mode().accept(out);
          out.writeBoolean(false);
        });
    Bytes fifo = Objects.requireNonNull(await(root.lookup(top, Bytes.utf8("p"))).handle());
    assertReplayed(
        15,
        out -> {
          out.writeOpaque(fifo);
          named("q").accept(out);
        });
  }

  @Test
  void aWriteIsCarriedOutOnce() {
    Bytes file =
        Objects.requireNonNull(
            await(root.create(top, Bytes.utf8("f"), AttributeChange.ofMode(0644))).handle());
    assertReplayed(
        7,
        out -> {
          out.writeOpaque(file);
          out.writeLong(0);
          out.writeInt(4);
          out.writeInt(0);
          out.writeOpaque(Bytes.utf8("data"));
        });
    assertEquals(1, writes.get());
  }

  @Test
  void aDuplicateOfARunningCallWaitsForItsReply() throws Exception {
    await(root.create(top, Bytes.utf8("f"), AttributeChange.ofMode(0644)));
    mayRemove = new CountDownLatch(1);
    Bytes message = call(12, named("f"));
    var first = root.rpc().submit(message);
    removing.await(30, TimeUnit.SECONDS);
    RpcClient reconnected = server.connect();
    var second = reconnected.submit(message);
    await(new Nfs3Client(reconnected, RpcUser.ROOT).getAttr(top));
    assertFalse(first.isDone() || second.isDone());
    mayRemove.countDown();
    assertEquals(0, await(first).success().readInt());
    assertEquals(await(first), await(second));
    assertEquals(1, removals.get());
  }

  @Test
  void anotherCallOfTheSameNumberIsAnotherCall() {
    assertEquals(
        0, await(root.rpc().submit(call(9, named("d").andThen(mode())))).success().readInt());
    assertEquals(
        0, await(root.rpc().submit(call(9, named("e").andThen(mode())))).success().readInt());
    Bytes otherUser =
        RpcClient.message(
            XID, Nfs3Client.NFS, 3, 9, RpcUser.unix(0, 1), named("d").andThen(mode()));
    assertEquals(17, await(root.rpc().submit(otherUser)).success().readInt());
  }
}
