package dev.zerofs.lsm;

import dev.zerofs.ports.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The machine's clock, whose hands a test may turn forwards as well: threads that wait for some
 * milliseconds to pass get them. Safe for use by any number of threads.
 */
final class RunningClock implements Clock {

  private final AtomicLong aheadNanos = new AtomicLong();

  @Override
  public long epochNanos() {
    return System.currentTimeMillis() * 1_000_000 + aheadNanos.get();
  }

  @Override
  public long monotonicNanos() {
    return System.nanoTime() + aheadNanos.get();
  }

  void advance(long nanos) {
    aheadNanos.addAndGet(nanos);
  }
}
