package dev.zerofs.bootstrap.crash;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What all lanes share: the order of things, how far they are, and whether one has failed. */
final class Progress {

  private final AtomicLong ticks = new AtomicLong();
  private long completed; // guarded by this
  private @Nullable Throwable failure; // guarded by this
  private volatile boolean isOver;

  /** A number greater than any before. */
  long tick() {
    return ticks.incrementAndGet();
  }

  /** A step was answered. */
  synchronized void completed() {
    completed++;
    notifyAll();
  }

  synchronized long completedCount() {
    return completed;
  }

  synchronized void failed(Throwable newFailure) {
    failure = failure == null ? newFailure : failure;
    isOver = true;
    notifyAll();
  }

  /** Whether lanes should end. */
  boolean isOver() {
    return isOver;
  }

  /** Has the lanes end when they have their answers. */
  void end() {
    isOver = true;
  }

  /**
   * Waits until {@code steps} more were answered.
   *
   * @throws AssertionError if a lane has failed
   * @throws TimeoutException if they are not after so many seconds
   */
  synchronized void await(long steps, int seconds) throws InterruptedException, TimeoutException {
    long target = completed + steps;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (completed < target && failure == null) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new TimeoutException(completed + " steps answered, expected " + target);
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    requireNoFailure();
  }

  synchronized void requireNoFailure() {
    if (failure != null) {
      throw new AssertionError(failure.toString(), failure);
    }
  }
}
