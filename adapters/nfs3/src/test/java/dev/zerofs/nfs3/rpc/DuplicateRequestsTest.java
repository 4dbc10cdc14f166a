package dev.zerofs.nfs3.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.time.ManualClock;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DuplicateRequestsTest {

  private static final long AGE_NANOS = 120_000_000_000L;

  private final ManualClock clock = new ManualClock();
  private final DuplicateRequests duplicates = new DuplicateRequests(10_000, AGE_NANOS, clock);
  private final AtomicInteger executions = new AtomicInteger();

  private static DuplicateRequests.Key key(int xid) {
    return new DuplicateRequests.Key(InetAddress.getLoopbackAddress(), xid, 1, 3, 8, 100, 7);
  }

  private @Nullable RpcReply call(int xid) {
    return duplicates.replyTo(
        key(xid),
        () -> {
          executions.incrementAndGet();
          return RpcReply.failed(xid, AcceptStatus.SUCCESS);
        });
  }

  @Test
  void aRepetitionGetsTheFirstReply() {
    RpcReply first = call(1);
    assertSame(first, call(1));
    assertEquals(1, executions.get());
    call(2);
    assertEquals(2, executions.get());
  }

  @Test
  void repliesAreForgottenWithAge() {
    call(1);
    clock.advance(AGE_NANOS);
    call(1);
    assertEquals(1, executions.get());
    clock.advance(1);
    call(1);
    assertEquals(2, executions.get());
  }

  @Test
  void theOldestRepliesAreForgottenOverTheBudget() {
    for (int xid = 0; xid < 1000; xid++) {
      call(xid);
    }
    call(999);
    assertEquals(1000, executions.get());
    call(0);
    assertEquals(1001, executions.get());
  }

  @Test
  void aRepetitionWaitsForTheCallThatStillRuns() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CompletableFuture<RpcReply> reply = new CompletableFuture<>();
    List<CompletableFuture<@Nullable RpcReply>> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      CompletableFuture<@Nullable RpcReply> result = new CompletableFuture<>();
      all.add(result);
      Thread.startVirtualThread(
          () ->
              result.complete(
                  duplicates.replyTo(
                      key(1),
                      () -> {
                        executions.incrementAndGet();
                        running.countDown();
                        return reply.join();
                      })));
    }
    assertTrue(running.await(30, TimeUnit.SECONDS));
    RpcReply expected = Objects.requireNonNull(RpcReply.failed(1, AcceptStatus.SUCCESS));
    reply.complete(expected);
    for (CompletableFuture<@Nullable RpcReply> result : all) {
      assertSame(expected, result.get(30, TimeUnit.SECONDS));
    }
    assertEquals(1, executions.get());
  }

  @Test
  void silenceIsNotRemembered() {
    assertNull(duplicates.replyTo(key(1), () -> null));
    assertThrows(
        IllegalStateException.class,
        () ->
            duplicates.replyTo(
                key(1),
                () -> {
                  throw new IllegalStateException("broken");
                }));
    call(1);
    assertEquals(1, executions.get());
  }
}
