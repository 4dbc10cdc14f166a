package dev.zerofs.benchmarks.rocks;

import dev.zerofs.benchmarks.lab.Lab;
import dev.zerofs.benchmarks.lab.ProcessFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs something on several threads at once and tells how much they did in a second. */
final class Threads {

  /**
   * How fast something was.
   *
   * @param perSecond operations of all threads together
   * @param processorMicros what the process used for each, background work included
   */
  record Rate(double perSecond, double processorMicros) {}

  /** What one thread does. */
  interface Work {

    /** Works and tells how many operations that were. */
    long run(int thread);
  }

  private Threads() {}

  /** How fast all threads together are. */
  static Rate rate(int count, Work work) {
    CountDownLatch start = new CountDownLatch(1);
    AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    long[] done = new long[count];
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      start.await();
                      done[number] = work.run(number);
                    } catch (RuntimeException e) {
                      failure.set(e);
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }));
    }
    double processorBefore = ProcessFigures.processorSeconds();
    long began = Lab.CLOCK.monotonicNanos();
    start.countDown();
    threads.forEach(Threads::join);
    double seconds = Lab.secondsSince(began);
    double processor = ProcessFigures.processorSeconds() - processorBefore;
    RuntimeException thrown = failure.get();
    if (thrown != null) {
      throw thrown;
    }
    long sum = 0;
    for (long one : done) {
      sum += one;
    }
    return new Rate(sum / seconds, processor / sum * 1e6);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
