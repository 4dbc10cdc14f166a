package dev.zerofs.lsm.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** How many reads are under way at once. */
@Timeout(60)
final class InFlightTest {

  @Test
  void requestsAndBytesStayWithinTheirBounds() throws Exception {
    InFlight bound = new InFlight(7, 1000);
    AtomicLong requests = new AtomicLong();
    AtomicLong bytes = new AtomicLong();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int length = 1 + i * 7 % 400;
        boolean urgent = i % 3 != 0;
        all.add(
            threads.submit(
                () -> {
                  for (int round = 0; round < 50; round++) {
                    long counted = urgent ? length : 0;
                    assertEquals(length, bound.enter(length, length, urgent));
                    assertTrue(requests.incrementAndGet() <= 7);
                    assertTrue(bytes.addAndGet(counted) <= 1000);
                    Thread.onSpinWait();
                    requests.decrementAndGet();
                    bytes.addAndGet(-counted);
                    bound.leave(length, urgent);
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  @Test
  void whatNobodyWaitsForLeavesAnEighthAlone() {
    InFlight bound = new InFlight(16, 1000, 1 << 20);
    for (int i = 0; i < 14; i++) {
      bound.enter(1, 5000, false);
    }
    assertWaits(() -> bound.enter(1, 1, false));
    bound.enter(10, 10, true);
    bound.enter(10, 10, true);
    assertWaits(() -> bound.enter(10, 10, true));
  }

  @Test
  void ofOneConnectionReadingAheadMayHaveAll() {
    InFlight bound = new InFlight(1, 1000, 1 << 20);
    bound.enter(1, 5000, false);
    assertWaits(() -> bound.enter(1, 1, true));
  }

  @Test
  void whoeverIsWaitedForGoesFirst() throws Exception {
    InFlight bound = new InFlight(1, 1000, 1 << 20);
    bound.enter(1, 5000, false);
    Queue<String> order = new ConcurrentLinkedQueue<>();
    Thread ahead = entering(bound, false, order);
    awaitWaiting(bound, 1);
    Thread urgent = entering(bound, true, order);
    awaitWaiting(bound, 2);
    bound.leave(5000, false);
    urgent.join();
    ahead.join();
    assertEquals(List.of("urgent", "ahead"), List.copyOf(order));
  }

  private static Thread entering(InFlight bound, boolean urgent, Queue<String> order) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              bound.enter(10, 10, urgent);
              order.add(urgent ? "urgent" : "ahead");
              bound.leave(10, urgent);
            });
  }

  private static void awaitWaiting(InFlight bound, int count) {
    while (bound.waitingCount() < count) {
      Thread.onSpinWait();
    }
  }

  @Test
  void ofWhatIsWantedThereIsAsMuchAsIsLeft() {
    InFlight bound = new InFlight(4, 1000, 0);
    assertEquals(700, bound.enter(10, 700, true));
    assertEquals(300, bound.enter(10, 700, true));
    assertWaits(() -> bound.enter(10, 700, true));
    bound.giveBack(600, true);
    assertEquals(600, bound.enter(10, 700, true));
  }

  private static void assertWaits(Executable enter) {
    Thread.currentThread().interrupt();
    assertThrows(KeyValueException.Closed.class, enter);
    assertTrue(Thread.interrupted(), "it would have waited");
  }

  @Test
  void whatIsLargerThanTheBoundGoesAlone() throws Exception {
    InFlight bound = new InFlight(4, 1000);
    bound.enter(5000, 5000, true);
    CountDownLatch entered = new CountDownLatch(1);
    Thread other =
        Thread.ofVirtual()
            .start(
                () -> {
                  bound.enter(1, 1, true);
                  entered.countDown();
                });
    assertEquals(1, entered.getCount());
    bound.leave(5000, true);
    entered.await();
    other.join();
  }
}
