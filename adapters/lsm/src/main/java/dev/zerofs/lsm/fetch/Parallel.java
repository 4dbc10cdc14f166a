package dev.zerofs.lsm.fetch;

import java.util.List;
import java.util.concurrent.Callable;

/** Runs several fetches at once. */
public interface Parallel {

  /** Runs one after the other. */
  Parallel SEQUENTIAL =
      new Parallel() {
        @Override
        public <T> List<T> run(List<Callable<T>> tasks) {
          return tasks.stream().map(Parallel::call).toList();
        }

        @Override
        public void spawn(Runnable task) {
          task.run();
        }
      };

  /**
   * Runs all of {@code tasks} and returns their results in order. A failure of one is thrown when
   * all have ended.
   */
  <T> List<T> run(List<Callable<T>> tasks);

  /** Runs {@code task} beside the caller, or never if everything is about to end. */
  void spawn(Runnable task);

  private static <T> T call(Callable<T> task) {
    try {
      return task.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
