package dev.zerofs.bootstrap.time;

import dev.zerofs.ports.time.Clock;
import java.time.Instant;

/** The machine's clocks. */
public final class SystemClock implements Clock {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  @Override
  public long epochNanos() {
    Instant now = Instant.now();
    return Math.addExact(Math.multiplyExact(now.getEpochSecond(), NANOS_PER_SECOND), now.getNano());
  }

  @Override
  public long monotonicNanos() {
    return System.nanoTime();
  }
}
