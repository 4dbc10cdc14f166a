package dev.zerofs.nfs3;

import dev.zerofs.ports.time.Clock;
import java.time.Instant;

/** The machine's time, for tests of deadlines that the operating system keeps too. */
final class TestClock implements Clock {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  @Override
  public long epochNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
  }

  @Override
  public long monotonicNanos() {
    return System.nanoTime();
  }
}
