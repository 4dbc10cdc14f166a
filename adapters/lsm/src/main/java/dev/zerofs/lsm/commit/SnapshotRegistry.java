package dev.zerofs.lsm.commit;

import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The positions at which somebody reads. A version of a key that a newer one replaces is kept only
 * while a position between the two is registered.
 *
 * <p>A reader registers the newest visible position under the lock, and a writer asks after it has
 * made its batch visible: so either the writer sees the reader, or the reader sees the batch.
 */
public final class SnapshotRegistry {

  private final ReentrantLock lock = new ReentrantLock();

  /** How often each position is registered; guarded by {@link #lock}. */
  private final TreeMap<Long, Integer> counts = new TreeMap<>();

  /** Registers the newest visible position and returns it. */
  public long open(LongSupplier visible) {
    lock.lock();
    try {
      long position = visible.getAsLong();
      counts.merge(position, 1, Integer::sum);
      return position;
    } finally {
      lock.unlock();
    }
  }

  /** Takes back one registration of {@code position}. */
  public void close(long position) {
    lock.lock();
    try {
      counts.computeIfPresent(position, (_, count) -> count == 1 ? null : count - 1);
    } finally {
      lock.unlock();
    }
  }

  /** Every position that is registered, ascending. */
  public List<Long> positions() {
    lock.lock();
    try {
      return List.copyOf(counts.keySet());
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is one at or after {@code from} and before {@code to}. */
  public boolean anyBetween(long from, long to) {
    lock.lock();
    try {
      Long next = counts.ceilingKey(from);
      return next != null && next < to;
    } finally {
      lock.unlock();
    }
  }
}
