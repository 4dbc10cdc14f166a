package dev.zerofs.benchmarks.lab;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the heap several times a second: what was left after a collection is what the program
 * holds, the rest is what nobody has collected yet.
 */
public final class HeapWatch implements AutoCloseable {

  private static final long LOOK_MILLIS = 50;
  private static final double MIB = 1 << 20;

  private final List<MemoryPoolMXBean> pools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();
  private final Thread watcher;
  private volatile long usedPeakBytes;
  private volatile long heldPeakBytes;

  /** Begins to watch. */
  public HeapWatch() {
    watcher = Thread.ofPlatform().daemon().name("heap-watch").start(this::watch);
  }

  /** The most that was left after a collection, in bytes. */
  public long heldPeakBytes() {
    return heldPeakBytes;
  }

  /** Both peaks beside the limit, for people. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "heap after collections at most %.0f, used at most %.0f of %.0f MiB; resident at most %.0f",
        heldPeakBytes / MIB,
        usedPeakBytes / MIB,
        Runtime.getRuntime().maxMemory() / MIB,
        ProcessFigures.residentBytesPeak() / MIB);
  }

  @Override
  public void close() {
    watcher.interrupt();
  }

  private void watch() {
    while (!Thread.currentThread().isInterrupted()) {
      long held = 0;
      long used = 0;
      for (MemoryPoolMXBean pool : pools) {
        MemoryUsage afterCollection = pool.getCollectionUsage();
        held += afterCollection == null ? 0 : afterCollection.getUsed();
        used += pool.getUsage().getUsed();
      }
      heldPeakBytes = Math.max(heldPeakBytes, held);
      usedPeakBytes = Math.max(usedPeakBytes, used);
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
