package dev.zerofs.bootstrap.simulation;

import dev.zerofs.ports.time.Clock;
import dev.zerofs.ports.time.ManualClock;

/**
 * The time of one operation: it stands while the operation waits for the store, so that the model,
 * which never waits, sets the same times. For one thread.
 */
final class FrozenClock implements Clock {

  private long epochNanos;

  void set(long newEpochNanos) {
    epochNanos = newEpochNanos;
  }

  void set(ManualClock clock) {
    set(clock.epochNanos());
  }

  @Override
  public long epochNanos() {
    return epochNanos;
  }

  @Override
  public long monotonicNanos() {
    return epochNanos;
  }
}
