package dev.zerofs.rocksdb;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Makes the log durable for whoever waits for it: one synchronisation serves all that had written
 * before it began. Safe for use by any number of threads.
 */
final class LogSync {

  private final LongSupplier written;
  private final Runnable synchronise;
  private final Lock turn = new ReentrantLock();
  private volatile long durable; // written under turn

  /**
   * Nothing that is written after {@code durable} is durable yet.
   *
   * @param written tells the newest position in the log
   * @param synchronise makes all of the log durable, or throws
   */
  LogSync(long durable, LongSupplier written, Runnable synchronise) {
    this.durable = durable;
    this.written = written;
    this.synchronise = synchronise;
  }

  /** Up to where everything is durable. */
  long durable() {
    return durable;
  }

  /** Returns when everything up to {@code position} is durable. */
  void await(long position) {
    if (position <= durable) {
      return;
    }
    turn.lock();
    try {
      if (position > durable) {
        long covered = written.getAsLong();
        synchronise.run();
        durable = covered;
      }
    } finally {
      turn.unlock();
    }
  }
}
