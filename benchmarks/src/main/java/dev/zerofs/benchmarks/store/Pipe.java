package dev.zerofs.benchmarks.store;

/**
 * A line of so many bytes a second that is shared first come, first served. Tells how long to wait,
 * and waits for nobody. Safe for use by any number of threads.
 */
final class Pipe {

  private static final double NANOS_PER_SECOND = 1e9;

  private final long bytesPerSecond;
  private long freeNanos = Long.MIN_VALUE; // guarded by this

  /**
   * A free line.
   *
   * @param bytesPerSecond 0 for no limit
   */
  Pipe(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /**
   * Takes the line for {@code bytes} as soon as those before have passed.
   *
   * @return how many nanoseconds after {@code nowNanos} the last byte has passed
   */
  synchronized long send(long bytes, long nowNanos) {
    if (bytesPerSecond == 0) {
      return 0;
    }
    long takes = (long) (bytes * NANOS_PER_SECOND / bytesPerSecond);
    freeNanos = Math.max(freeNanos, nowNanos) + takes;
    return freeNanos - nowNanos;
  }
}
