package dev.zerofs.benchmarks.lab;

import java.util.Arrays;
import java.util.Locale;

/** How long many calls of one kind took. Safe for use by any number of threads. */
public final class Latencies {

  private static final double NANOS_PER_MILLI = 1e6;

  private long[] nanos = new long[1024]; // guarded by this
  private int count; // guarded by this

  /** Adds a call. */
  public synchronized void add(long callNanos) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = callNanos;
  }

  /** How many calls there were. */
  public synchronized int count() {
    return count;
  }

  /** What {@code share} of the calls, from 0 to 1, did not exceed, in milliseconds. */
  public synchronized double millis(double share) {
    if (count == 0) {
      throw new IllegalStateException("no call was counted");
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return sorted[(int) Math.min(count - 1L, (long) (share * count))] / NANOS_PER_MILLI;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d calls, p50 %.1f, p99 %.1f, max %.1f ms",
        count(),
        millis(0.5),
        millis(0.99),
        millis(1));
  }
}
