package dev.zerofs.rocksdb;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.Range;
import org.rocksdb.RocksDB;
import org.rocksdb.SizeApproximationFlag;
import org.rocksdb.Slice;

/**
 * Gives the space of deleted ranges back. RocksDB drops what a range tombstone covers when it
 * merges the tables below, and it merges when much has been written: without this, a volume at rest
 * keeps what it has deleted, and a full disk stays full. Merged is when what was deleted is worth
 * it, or when the disk has little room.
 *
 * <p>A thread of its own takes the steps; {@link #step} takes one for whoever calls. Safe for use
 * by any number of threads.
 */
final class Reclaim implements AutoCloseable {

  /** Merging rewrites at most this many times what it frees. */
  private static final int WORTH_SHARE = 4;

  /** The same when the disk has little room. */
  private static final int SCARCE_WORTH_SHARE = 32;

  private static final long TICK_MILLIS = 1000;

  /** What waits to be measured; of more than these only the bounds are remembered. */
  private static final int UNMEASURED_MAX = 1 << 14;

  private final Database database;
  private final Room room;
  private final long worthBytesMin;
  private final Object turn = new Object();
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("rocksdb-reclaim").factory());

  private List<Deleted> unmeasured = new ArrayList<>(); // guarded by this
  private boolean closed; // guarded by this
  private @Nullable CompactRangeOptions merging; // guarded by this
  private @Nullable Deleted bounds; // guarded by turn
  private final AtomicLong deadBytes = new AtomicLong(); // written under turn
  private final AtomicLong failedCount = new AtomicLong();

  /** A range of keys. */
  private record Deleted(Bytes from, Bytes to) {
    Deleted with(Deleted other) {
      return new Deleted(
          from.compareTo(other.from) <= 0 ? from : other.from,
          to.compareTo(other.to) >= 0 ? to : other.to);
    }
  }

  /**
   * Watches over an open database until it is closed.
   *
   * @param worthBytesMin less than this is not worth a merge, unless the disk has little room
   */
  Reclaim(Database database, Room room, long worthBytesMin) {
    this.database = database;
    this.room = room;
    this.worthBytesMin = worthBytesMin;
  }

  void start() {
    var _ = timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, MILLISECONDS);
  }

  /** Hears of a range that has been deleted. */
  synchronized void deleted(Bytes from, Bytes to) {
    Deleted range = new Deleted(from, to);
    if (unmeasured.size() < UNMEASURED_MAX) {
      unmeasured.add(range);
    } else {
      unmeasured.set(0, unmeasured.getFirst().with(range));
    }
  }

  /** About how much is deleted and still on the disk. */
  long deadBytes() {
    return deadBytes.get();
  }

  /** How many merges did not succeed, for want of room say. */
  long failedCount() {
    return failedCount.get();
  }

  /**
   * Measures what was deleted since the last step, and merges if that is worth it.
   *
   * @throws KeyValueException if the merge fails; its range is merged with what is deleted next
   */
  void step() {
    synchronized (turn) {
      List<Deleted> fresh = taken();
      long storedBytes =
          database.use(
              open -> {
                deadBytes.addAndGet(measure(open, fresh));
                return open.getLongProperty("rocksdb.total-sst-files-size")
                    + open.getLongProperty("rocksdb.cur-size-all-mem-tables");
              });
      for (Deleted range : fresh) {
        bounds = bounds == null ? range : bounds.with(range);
      }
      if (bounds != null && isWorthIt(storedBytes)) {
        deadBytes.set(0);
        merge(bounds);
        bounds = null;
      }
    }
  }

  private boolean isWorthIt(long storedBytes) {
    long dead = deadBytes.get();
    return dead >= Math.max(worthBytesMin, storedBytes / WORTH_SHARE)
        || dead > storedBytes / SCARCE_WORTH_SHARE && room.isScarce();
  }

  private void merge(Deleted range) {
    try (CompactRangeOptions options = new CompactRangeOptions();
        FlushOptions flush = new FlushOptions()) {
      options.setExclusiveManualCompaction(false);
      synchronized (this) {
        if (closed) {
          return;
        }
        merging = options;
      }
      try {
        var _ =
            database.<Boolean>use(
                open -> {
                  // The tombstones have to be in a table, and what is only in the log can go, too.
                  open.flush(flush);
                  open.compactRange(
                      open.getDefaultColumnFamily(),
                      Layout.key(range.from),
                      Layout.key(range.to),
                      options);
                  return true;
                });
      } finally {
        synchronized (this) {
          merging = null;
        }
      }
    }
  }

  private static long measure(RocksDB open, List<Deleted> ranges) {
    long bytes = 0;
    for (Deleted deleted : ranges) {
      try (Slice from = new Slice(Layout.key(deleted.from));
          Slice to = new Slice(Layout.key(deleted.to))) {
        long[] sizes =
            open.getApproximateSizes(
                List.of(new Range(from, to)),
                SizeApproximationFlag.INCLUDE_FILES,
                SizeApproximationFlag.INCLUDE_MEMTABLES);
        bytes += sizes[0];
      }
    }
    return bytes;
  }

  private synchronized List<Deleted> taken() {
    List<Deleted> taken = unmeasured;
    unmeasured = new ArrayList<>();
    return taken;
  }

  private void tick() {
    if (hasNothing()) {
      return;
    }
    try {
      step();
    } catch (KeyValueException _) {
      failedCount.incrementAndGet();
    }
  }

  private synchronized boolean hasNothing() {
    return unmeasured.isEmpty() && deadBytes.get() == 0;
  }

  /** Breaks off a merge under way and ends the thread; before the database is closed. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (merging != null) {
        Objects.requireNonNull(merging).setCanceled(true);
      }
    }
    timer.close(); // waits for the step under way
  }
}
