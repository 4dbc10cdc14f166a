package dev.zerofs.nfs3;

import static dev.zerofs.nfs3.client.RpcClient.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.nfs3.client.Nfs3Client;
import dev.zerofs.nfs3.client.Nfs3Replies.Found;
import dev.zerofs.nfs3.client.RpcClient;
import dev.zerofs.nfs3.client.RpcUser;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.time.ManualClock;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients may have under way: beyond it they wait, and nobody is refused. */
class BoundsTest {

  private static final int LAST = 1 << 31;
  private static final long SECOND_NANOS = 1_000_000_000;

  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore mayEnd = new Semaphore(0);
  private final ManualClock clock = new ManualClock();
  private TestServer server = TestServer.start();

  @AfterEach
  void close() {
    mayEnd.release(1_000_000);
    server.close();
  }

  /** A server whose WRITE and LOOKUP calls wait for the test. */
  private Nfs3Client start(Map<String, String> settings) {
    server.close();
    server = TestServer.start(settings, real -> ((Interposed) this::interpose).before(real), clock);
    return server.root();
  }

  private Object interpose(String method, List<Object> arguments, Interposed.Call call)
      throws Throwable {
    if (!method.equals("lookup") && !method.equals("write")) {
      return call.proceed();
    }
    most.accumulateAndGet(running.incrementAndGet(), Math::max);
    begun.release();
    mayEnd.acquire();
    running.decrementAndGet();
    return call.proceed();
  }

  private void awaitBegun(int calls) throws InterruptedException {
    assertTrue(begun.tryAcquire(calls, 30, TimeUnit.SECONDS));
  }

  private static Bytes file(Nfs3Client client) {
    return Objects.requireNonNull(
        await(client.create(client.mountRoot(), Bytes.utf8("f"), AttributeChange.ofMode(0644)))
            .handle());
  }

  @Test
  void aConnectionHasNoMoreCallsUnderWayThanItMay() throws Exception {
    Nfs3Client client = start(Map.of("nfs.calls-per-connection", "5"));
    Bytes top = client.mountRoot();
    List<CompletableFuture<?>> replies = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      replies.add(client.lookup(top, Bytes.utf8("n" + i)));
    }
    awaitBegun(5);
    Nfs3Client other = server.root();
    await(other.getAttr(top)); // another connection is served meanwhile
    assertEquals(5, running.get());
    mayEnd.release(200);
    replies.forEach(RpcClient::await);
    assertEquals(5, most.get());
  }

  @Test
  void allConnectionsTogetherHaveNoMoreCallsUnderWayThanTheyMay() throws Exception {
    Nfs3Client client = start(Map.of("nfs.calls", "7"));
    Bytes top = client.mountRoot();
    List<CompletableFuture<?>> replies = new ArrayList<>();
    for (int connection = 0; connection < 4; connection++) {
      Nfs3Client one = server.root();
      for (int i = 0; i < 20; i++) {
        replies.add(one.lookup(top, Bytes.utf8("n" + i)));
      }
    }
    awaitBegun(7);
    assertEquals(7, running.get());
    mayEnd.release(80);
    replies.forEach(RpcClient::await);
    assertEquals(7, most.get());
  }

  @Test
  void aHundredThousandCallsAtOnceAreAllAnsweredAndFewAreUnderWay() {
    Nfs3Client client = start(Map.of("nfs.calls", "500", "nfs.calls-per-connection", "100"));
    mayEnd.release(100_000);
    Bytes top = client.mountRoot();
    List<CompletableFuture<Found>> replies = new ArrayList<>();
    for (int connection = 0; connection < 50; connection++) {
      Nfs3Client one = server.root();
      for (int i = 0; i < 2000; i++) {
        replies.add(one.lookup(top, Bytes.utf8("n" + i)));
      }
    }
    for (var reply : replies) {
      assertEquals(2, await(reply).status());
    }
    assertTrue(most.get() <= 500, most + " calls under way");
  }

  @Test
  void bytesUnderWayAreBoundedByNotReading() throws Exception {
    Nfs3Client client = start(Map.of("nfs.bytes-per-connection", "4MiB"));
    Bytes file = file(client);
    Bytes megabyte = Bytes.wrap(new byte[1 << 20]);
    CompletableFuture<Void> sent = new CompletableFuture<>();
    List<CompletableFuture<?>> replies = new ArrayList<>();
    Thread sender =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 40; i++) {
                    replies.add(client.write(file, 0, 0, megabyte));
                  }
                  sent.complete(null);
                });
    awaitBegun(3);
    assertEquals(0, await(server.root().getAttr(file)).status());
    assertTrue(running.get() <= 3, "calls of 1 MiB under way: " + running);
    assertFalse(sent.isDone(), "40 MiB were taken from the client");
    mayEnd.release(40);
    sender.join();
    replies.forEach(RpcClient::await);
    assertEquals(3, most.get());
  }

  @Test
  void repliesThatNobodyTakesAreBounded() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    server.close();
    server =
        TestServer.start(
            Map.of("nfs.bytes-per-connection", "4MiB"),
            real ->
                ((Interposed)
                        (method, arguments, call) -> {
                          reads.addAndGet(method.equals("read") ? 1 : 0);
                          return call.proceed();
                        })
                    .before(real));
    Nfs3Client writer = server.root();
    Bytes big = file(writer);
    await(writer.write(big, 0, 0, Bytes.wrap(new byte[1 << 20])));
    try (Socket slow = new Socket()) {
      slow.setReceiveBufferSize(64 << 10);
      slow.connect(server.address());
      for (int i = 0; i < 100; i++) {
        slow.getOutputStream()
            .write(
                RpcClient.record(
                    RpcClient.message(
                        i,
                        Nfs3Client.NFS,
                        3,
                        6,
                        RpcUser.ROOT,
                        out -> {
                          out.writeOpaque(big);
                          out.writeLong(0);
                          out.writeInt(1 << 20);
                        })));
      }
      for (int i = 0; i < 200; i++) {
        await(writer.getAttr(big)); // time for the server to do what it should not
      }
      int before = reads.get();
      assertTrue(before < 30, before + " replies of 1 MiB were made for nobody");
      slow.getInputStream().skipNBytes(100L * (1 << 20));
    }
    assertEquals(100, reads.get());
  }

  @Test
  void connectionsOverTheLimitOfAnAddressAreClosed() {
    Nfs3Client first = start(Map.of("nfs.connections-per-address", "3"));
    List<Nfs3Client> open = List.of(first, server.root(), server.root());
    open.forEach(Nfs3Client::mountRoot); // who is answered is counted
    RpcClient surplus = server.connect();
    await(surplus.ended());
    open.forEach(Nfs3Client::mountRoot);
    open.getFirst().rpc().close();
    await(open.getFirst().rpc().ended());
    awaitConnection();
  }

  private void awaitConnection() {
    while (true) {
      RpcClient rpc = server.connect();
      try {
        new Nfs3Client(rpc, RpcUser.ROOT).mountRoot();
        return;
      } catch (RuntimeException _) {
        Thread.onSpinWait(); // the server has not seen yet that the other one is closed
      }
    }
  }

  @Test
  void anIdleConnectionIsClosedOnlyWithNothingUnderWay() throws Exception {
    Nfs3Client idle = start(Map.of("nfs.idle-timeout", "200ms", "nfs.stall-timeout", "1h"));
    Nfs3Client busy = server.root();
    Bytes top = idle.mountRoot();
    var reply = busy.lookup(top, Bytes.utf8("x"));
    awaitBegun(1);
    clock.advance(SECOND_NANOS);
    await(idle.rpc().ended());
    assertFalse(busy.rpc().ended().isDone());
    mayEnd.release();
    assertEquals(2, await(reply).status());
  }

  @Test
  void halfARecordHasADeadline() throws Exception {
    Nfs3Client client = start(Map.of("nfs.idle-timeout", "1h", "nfs.stall-timeout", "200ms"));
    Bytes top = client.mountRoot();
    try (Socket half = new Socket()) {
      half.connect(server.address());
      half.getOutputStream().write(ByteBuffer.allocate(4).putInt(LAST | 1000).array());
      half.getOutputStream().write(new byte[10]);
      half.setSoTimeout(100);
      assertTrue(isOpen(half));
      clock.advance(SECOND_NANOS);
      half.setSoTimeout(30_000);
      assertFalse(isOpen(half));
    }
    assertEquals(0, await(client.getAttr(top)).status(), "idle is not stalled");
  }

  private static boolean isOpen(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException _) {
      return true;
    }
  }
}
