package dev.zerofs.lsm.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
                    bound.enter(length, urgent);
                    assertTrue(requests.incrementAndGet() <= 7);
                    assertTrue(bytes.addAndGet(length) <= 1000);
                    Thread.onSpinWait();
                    requests.decrementAndGet();
                    bytes.addAndGet(-length);
                    bound.leave(length);
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertTrue(bound.requestsPeak() <= 7);
  }

  @Test
  void whatNobodyWaitsForHasHalf() {
    InFlight bound = new InFlight(4, 1000);
    bound.enter(10, false);
    bound.enter(10, false);
    Thread.currentThread().interrupt();
    assertThrows(KeyValueException.Closed.class, () -> bound.enter(10, false));
    assertTrue(Thread.interrupted(), "it would have waited");
    bound.enter(10, true);
    bound.enter(10, true);
    assertEquals(4, bound.requestsPeak());
  }

  @Test
  void whatIsLargerThanTheBoundGoesAlone() throws Exception {
    InFlight bound = new InFlight(4, 1000);
    bound.enter(5000, false);
    CountDownLatch entered = new CountDownLatch(1);
    Thread other =
        Thread.ofVirtual()
            .start(
                () -> {
                  bound.enter(1, true);
                  entered.countDown();
                });
    assertEquals(1, entered.getCount());
    bound.leave(5000);
    entered.await();
    other.join();
  }
}
