package dev.zerofs.gcs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bound on connections and the one policy of retries. */
@Timeout(30)
final class RequestsTest {

  private final AttemptLimit limit = new AttemptLimit(Duration.ofMinutes(5));

  @AfterEach
  void close() {
    limit.close();
  }

  @Test
  void asManyRunAtOnceAsThereMayBeConnectionsAndNoMore() throws Exception {
    Requests requests = new Requests(1, 2, limit, _ -> {});
    CyclicBarrier pair = new CyclicBarrier(2);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Callable<Integer> call =
        () ->
            requests.make(
                () -> {
                  most.accumulateAndGet(running.incrementAndGet(), Math::max);
                  try {
                    return pair.await();
                  } catch (Exception e) {
                    throw new IOException(e);
                  } finally {
                    running.decrementAndGet();
                  }
                });
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Integer> result :
          threads.invokeAll(List.of(call, call, call, call, call, call))) {
        assertTrue(result.get() >= 0);
      }
    }
    assertEquals(2, most.get());
  }

  @Test
  void pausesGrowAndEnd() {
    List<Long> pauses = new ArrayList<>();
    Requests requests = new Requests(20, 1, limit, pauses::add);
    assertThrows(
        FailedRequest.class,
        () ->
            requests.make(
                () -> {
                  throw new ConnectException("Connection refused");
                }));
    assertEquals(19, pauses.size());
    assertTrue(pauses.getFirst() <= 150, pauses::toString);
    assertTrue(pauses.getLast() > 1_000, pauses::toString);
    assertTrue(pauses.stream().allMatch(millis -> millis <= 7_500), pauses::toString);
  }

  @Test
  void anAnswerThatIsNotUnderstoodIsAFailedRequest() {
    Requests requests = new Requests(1, 1, limit, _ -> {});
    FailedRequest failure =
        assertThrows(
            FailedRequest.class,
            () ->
                requests.make(
                    () -> {
                      throw new IllegalArgumentException("unexpected");
                    }));
    assertTrue(failure.anyMayBeApplied());
  }
}
