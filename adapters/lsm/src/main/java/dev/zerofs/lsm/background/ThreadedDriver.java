package dev.zerofs.lsm.background;

import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives steps on daemon threads of its own.
 *
 * <p>Every wake has a number. A thread that finds nothing to do sleeps only if no wake came since
 * before it looked, so none is ever missed, and nobody polls.
 */
public final class ThreadedDriver implements Driver {

  private static final Logger LOG = LoggerFactory.getLogger(ThreadedDriver.class);

  /** How long a step rests that ended with an error nobody foresaw. */
  private static final long AFTER_ERROR_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private final List<Thread> threads = new ArrayList<>(); // guarded by lock
  private final Set<Thread> spawned = ConcurrentHashMap.newKeySet();
  private long wakeCount; // guarded by lock
  private volatile boolean closed;

  @Override
  public void start(String name, int concurrency, Step step) {
    lock.lock();
    try {
      for (int i = 0; i < concurrency; i++) {
        String threadName = "lsm-" + name + (concurrency == 1 ? "" : "-" + i);
        threads.add(Thread.ofPlatform().daemon().name(threadName).start(() -> drive(name, step)));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void wake() {
    lock.lock();
    try {
      wakeCount++;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean await(BooleanSupplier condition, long timeoutNanos) {
    long left = timeoutNanos;
    while (true) {
      long seen = wakes();
      if (condition.getAsBoolean()) {
        return true;
      }
      if (left <= 0) {
        return false;
      }
      try {
        left = sleep(seen, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new KeyValueException.Closed("interrupted while waiting", e);
      }
    }
  }

  @Override
  public <T> List<T> parallel(List<Callable<T>> tasks) {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>(tasks.size());
      for (Future<T> future : executor.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyValueException.Closed("interrupted", e);
    }
  }

  @Override
  public boolean spawn(Runnable task) {
    if (closed) {
      return false;
    }
    Thread thread =
        Thread.ofVirtual()
            .name("lsm-spawned")
            .unstarted(
                () -> {
                  try {
                    task.run();
                  } finally {
                    spawned.remove(Thread.currentThread());
                  }
                });
    spawned.add(thread);
    thread.start();
    if (closed) {
      thread.interrupt();
    }
    return true;
  }

  @Override
  public void close() {
    closed = true;
    wake();
    spawned.forEach(Thread::interrupt);
    boolean interrupted = false;
    List<Thread> all = new ArrayList<>(threadsNow());
    all.addAll(spawned);
    for (Thread thread : all) {
      while (thread.isAlive() && thread != Thread.currentThread()) {
        try {
          thread.join();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Thread> threadsNow() {
    lock.lock();
    try {
      return List.copyOf(threads);
    } finally {
      lock.unlock();
    }
  }

  private void drive(String name, Step step) {
    while (!closed) {
      long seen = wakes();
      long restNanos = workOnce(name, step);
      try {
        if (restNanos > 0) {
          var _ = sleep(seen, restNanos);
        }
      } catch (InterruptedException e) {
        LOG.warn("{} was interrupted and goes on", name, e);
      }
    }
  }

  /** A step must never take its thread down: without it nothing would ever be uploaded again. */
  private static long workOnce(String name, Step step) {
    try {
      return step.work();
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.error("{} failed and is tried again", name, e);
      return AFTER_ERROR_NANOS;
    }
  }

  private long wakes() {
    lock.lock();
    try {
      return wakeCount;
    } finally {
      lock.unlock();
    }
  }

  /** Returns what is left of {@code nanos} when something has happened. */
  private long sleep(long seen, long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (wakeCount == seen && !closed && left > 0) {
        left = woken.awaitNanos(left);
      }
      return left;
    } finally {
      lock.unlock();
    }
  }
}
