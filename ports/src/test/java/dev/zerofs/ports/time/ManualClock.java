package dev.zerofs.ports.time;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands still until a test turns its hands. Safe for use by any number of threads.
 */
public final class ManualClock implements Clock {

  /** Where the wall clock of {@link #ManualClock()} begins: 2026-01-01T00:00:00Z. */
  public static final long START_EPOCH_NANOS = 1_767_225_600_000_000_000L;

  private final AtomicLong epochNanos;
  private final AtomicLong monotonicNanos = new AtomicLong();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** A clock whose wall time is {@link #START_EPOCH_NANOS}. */
  public ManualClock() {
    this(START_EPOCH_NANOS);
  }

  /** A clock with this wall time. */
  public ManualClock(long epochNanos) {
    this.epochNanos = new AtomicLong(epochNanos);
  }

  @Override
  public long epochNanos() {
    return epochNanos.get();
  }

  @Override
  public long monotonicNanos() {
    return monotonicNanos.get();
  }

  /**
   * Lets {@code nanos} pass on both clocks, then tells the listeners.
   *
   * @throws IllegalArgumentException if {@code nanos} is negative
   */
  public void advance(long nanos) {
    if (nanos < 0) {
      throw new IllegalArgumentException("time does not go back by " + -nanos + " ns");
    }
    epochNanos.addAndGet(nanos);
    monotonicNanos.addAndGet(nanos);
    listeners.forEach(Runnable::run);
  }

  /** Sets the wall clock forwards or, with a negative number, back, as an administrator does. */
  public void jump(long nanos) {
    epochNanos.addAndGet(nanos);
  }

  /** Has {@code listener} called, in the advancing thread, after every {@link #advance}. */
  public void onAdvance(Runnable listener) {
    listeners.add(listener);
  }
}
