package dev.zerofs.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogSyncTest {

  private final AtomicLong written = new AtomicLong(5);
  private final AtomicInteger synchronised = new AtomicInteger();

  @Test
  void oneSynchronisationServesAllThatWasWrittenBefore() {
    LogSync log = new LogSync(5, written::get, synchronised::incrementAndGet);
    log.await(5);
    assertEquals(0, synchronised.get(), "what was durable at the start costs nothing");
    written.set(9);
    log.await(7);
    log.await(9);
    log.await(6);
    assertEquals(1, synchronised.get());
    assertEquals(9, log.durable());
  }

  @Test
  void whatIsWrittenDuringASynchronisationNeedsAnother() {
    LogSync log =
        new LogSync(
            0,
            written::get,
            () -> {
              synchronised.incrementAndGet();
              written.set(6);
            });
    log.await(5);
    assertEquals(5, log.durable());
    log.await(6);
    assertEquals(2, synchronised.get());
  }

  @Test
  void aFailedSynchronisationMakesNothingDurable() {
    LogSync log =
        new LogSync(
            0,
            written::get,
            () -> {
              throw new IllegalStateException("disk");
            });
    assertThrows(IllegalStateException.class, () -> log.await(1));
    assertThrows(IllegalStateException.class, () -> log.await(1));
    assertEquals(0, log.durable());
  }
}
