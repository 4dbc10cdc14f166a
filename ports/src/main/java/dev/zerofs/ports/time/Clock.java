package dev.zerofs.ports.time;

/**
 * The two clocks a program may ask. Injected everywhere, so that a test can turn the hands.
 *
 * <p>Implementations are safe for use by any number of threads.
 */
public interface Clock {

  /**
   * Wall time in nanoseconds since 1970-01-01T00:00:00Z. It may jump, backwards too; nothing may
   * compare readings of two machines.
   */
  long epochNanos();

  /** Time in nanoseconds since an arbitrary moment, never going back: for intervals only. */
  long monotonicNanos();
}
