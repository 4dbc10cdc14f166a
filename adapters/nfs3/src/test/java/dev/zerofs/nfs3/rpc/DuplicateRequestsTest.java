package dev.zerofs.nfs3.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.time.ManualClock;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
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
    return started(xid, CompletableFuture.completedFuture(success(xid))).join();
  }

  /** A call whose reply comes with {@code reply}. */
  private CompletableFuture<@Nullable RpcReply> started(
      int xid, CompletableFuture<@Nullable RpcReply> reply) {
    return duplicates
        .replyTo(
            key(xid),
            () -> {
              executions.incrementAndGet();
              return reply;
            })
        .toCompletableFuture();
  }

  private static RpcReply success(int xid) {
    return RpcReply.failed(xid, AcceptStatus.SUCCESS);
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
  void aRepetitionGetsTheReplyOfTheCallThatStillRuns() {
    CompletableFuture<@Nullable RpcReply> reply = new CompletableFuture<>();
    var first = started(1, reply);
    var repetition = started(1, CompletableFuture.completedFuture(null));
    clock.advance(2 * AGE_NANOS);
    var late = started(1, CompletableFuture.completedFuture(null));
    assertFalse(first.isDone() || repetition.isDone() || late.isDone());
    RpcReply expected = success(1);
    reply.complete(expected);
    assertSame(expected, first.join());
    assertSame(expected, repetition.join());
    assertSame(expected, late.join());
    assertEquals(1, executions.get());
  }

  @Test
  void onlyOneOfManyAtOnceIsExecuted() throws Exception {
    CompletableFuture<@Nullable RpcReply> reply = new CompletableFuture<>();
    List<Thread> threads = new ArrayList<>();
    Queue<CompletableFuture<@Nullable RpcReply>> all = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 5; i++) {
      threads.add(Thread.startVirtualThread(() -> all.add(started(1, reply))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    RpcReply expected = success(1);
    reply.complete(expected);
    assertEquals(5, all.size());
    all.forEach(one -> assertSame(expected, one.join()));
    assertEquals(1, executions.get());
  }

  @Test
  void silenceIsNotRemembered() {
    assertNull(started(1, CompletableFuture.completedFuture(null)).join());
    CompletableFuture<@Nullable RpcReply> broken = new CompletableFuture<>();
    var first = started(1, broken);
    var repetition = started(1, broken);
    broken.completeExceptionally(new IllegalStateException("broken"));
    assertTrue(first.isCompletedExceptionally() && repetition.isCompletedExceptionally());
    assertThrows(
        IllegalStateException.class,
        () ->
            duplicates.replyTo(
                key(1),
                () -> {
                  throw new IllegalStateException("broken");
                }));
    executions.set(0);
    call(1);
    assertEquals(1, executions.get());
  }
}
