package dev.zerofs.benchmarks.lab;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Collects the heap every few seconds and looks what is left: that is what the program holds; what
 * is used in between is mostly what nobody has collected yet. It costs time, so it is for workloads
 * whose time does not matter.
 */
public final class HeapWatch implements AutoCloseable {

  private static final long COLLECT_SECONDS = 5;
  private static final double MIB = 1 << 20;

  private final Thread watcher;
  private volatile long heldPeakBytes;

  /** Begins to watch. */
  public HeapWatch() {
    watcher = Thread.ofPlatform().daemon().name("heap-watch").start(this::watch);
  }

  /** The most that was left after a collection, in bytes. */
  public long heldPeakBytes() {
    return heldPeakBytes;
  }

  /** The peaks beside the limit, for people. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "at most %.0f of %.0f MiB of heap held, %.0f MiB resident",
        heldPeakBytes / MIB,
        Runtime.getRuntime().maxMemory() / MIB,
        ProcessFigures.residentBytesPeak() / MIB);
  }

  @Override
  public void close() {
    watcher.interrupt();
  }

  private void watch() {
    Runtime runtime = Runtime.getRuntime();
    while (!Thread.currentThread().isInterrupted()) {
      try {
        TimeUnit.SECONDS.sleep(COLLECT_SECONDS);
      } catch (InterruptedException e) {
        return;
      }
      System.gc();
      heldPeakBytes = Math.max(heldPeakBytes, runtime.totalMemory() - runtime.freeMemory());
    }
  }
}
