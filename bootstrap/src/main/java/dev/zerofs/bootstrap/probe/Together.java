package dev.zerofs.bootstrap.probe;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Requests that are made at the same time, each on a thread of its own that ends with it. */
final class Together {

  private Together() {}

  /**
   * Makes the calls and waits for all of them; then the first failure, if there is one, is thrown.
   * An interrupt is passed on to the calls, which then end.
   */
  static <T> List<T> call(List<Callable<T>> calls) {
    List<FutureTask<T>> tasks = calls.stream().map(FutureTask::new).toList();
    List<Thread> threads =
        tasks.stream().map(task -> Thread.ofVirtual().name("zerofs-probe").start(task)).toList();
    for (Thread thread : threads) {
      join(thread, threads);
    }
    return tasks.stream().map(Together::result).toList();
  }

  private static void join(Thread thread, List<Thread> all) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
        all.forEach(Thread::interrupt);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> T result(FutureTask<T> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException("of a task that has ended", e);
    }
  }
}
