package dev.zerofs.lsm.background;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/**
 * Runs steps, and lets callers wait for what the steps bring about. Safe for use by any number of
 * threads.
 */
public interface Driver extends AutoCloseable {

  /** Waits without a limit. */
  long FOREVER = Long.MAX_VALUE;

  /**
   * Begins to drive {@code step}.
   *
   * @param name for people who look at threads
   * @param concurrency how many calls of it may be under way at once
   */
  void start(String name, int concurrency, Step step);

  /** Says that something has changed that a step or a waiting caller may look for. */
  void wake();

  /**
   * Waits until {@code condition} holds. It is looked at after every {@link #wake}, holding no
   * lock.
   *
   * @param timeoutNanos the longest wait, or {@link #FOREVER}
   * @return whether it held in the end
   * @throws dev.zerofs.ports.keyvalue.KeyValueException.Closed if the thread was interrupted; its
   *     interrupt status is set again
   */
  boolean await(BooleanSupplier condition, long timeoutNanos);

  /**
   * Runs all of {@code tasks}, several at once, and returns their results in order. A failure of
   * one is thrown when all have ended.
   */
  <T> List<T> parallel(List<Callable<T>> tasks);

  /**
   * Runs {@code task} once, some time soon, beside the caller, who bounds how many there are.
   *
   * @return false if the driver is closed, and nothing will be run
   */
  boolean spawn(Runnable task);

  /** Ends the steps: interrupts what was spawned, waits for calls under way and makes no more. */
  @Override
  void close();
}
