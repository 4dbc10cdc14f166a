package dev.zerofs.lsm.entry;

import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Range tombstones that are still being added to, for a memtable. An addition cuts the fragments it
 * overlaps, so its cost depends on those alone and not on how many there are. Safe for use by any
 * number of threads.
 */
public final class RangeTombstoneBuffer implements RangeCover {

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /** Fragments by their first key; guarded by {@link #lock}. */
  private final NavigableMap<Bytes, RangeTombstones.Fragment> fragments = new TreeMap<>();

  /** Lets the common case, no tombstone at all, pass without the lock. */
  private volatile boolean empty = true;

  /** Adds a tombstone. When this returns every later query knows it. */
  public void add(RangeTombstone tombstone) {
    lock.writeLock().lock();
    try {
      splitAt(tombstone.from());
      splitAt(tombstone.to());
      cover(tombstone);
      empty = false;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** The set as it is now. */
  public RangeTombstones toImmutable() {
    lock.readLock().lock();
    try {
      return RangeTombstones.ofFragments(List.copyOf(fragments.values()));
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public boolean isEmpty() {
    return empty;
  }

  @Override
  public long coveringSequence(Bytes key, long snapshot) {
    if (empty) {
      return 0;
    }
    RangeTombstones.Fragment fragment = fragmentOf(key);
    return fragment == null ? 0 : fragment.newestUpTo(snapshot);
  }

  @Override
  public @Nullable Stretch covering(Bytes key, long snapshot) {
    RangeTombstones.Fragment fragment = empty ? null : fragmentOf(key);
    long sequence = fragment == null ? 0 : fragment.newestUpTo(snapshot);
    return fragment == null || sequence == 0 ? null : new Stretch(fragment.to(), sequence);
  }

  private RangeTombstones.@Nullable Fragment fragmentOf(Bytes key) {
    lock.readLock().lock();
    try {
      return containing(key);
    } finally {
      lock.readLock().unlock();
    }
  }

  private RangeTombstones.@Nullable Fragment containing(Bytes key) {
    Map.Entry<Bytes, RangeTombstones.Fragment> floor = fragments.floorEntry(key);
    return floor != null && key.compareTo(floor.getValue().to()) < 0 ? floor.getValue() : null;
  }

  private void splitAt(Bytes key) {
    RangeTombstones.Fragment whole = containing(key);
    if (whole != null && !whole.from().equals(key)) {
      put(whole.from(), key, whole.sequences());
      put(key, whole.to(), whole.sequences());
    }
  }

  /**
   * Every fragment lies wholly inside or outside of {@code tombstone}: adds to those, fills gaps.
   */
  private void cover(RangeTombstone tombstone) {
    Bytes gap = tombstone.from();
    List<RangeTombstones.Fragment> inside =
        List.copyOf(fragments.subMap(tombstone.from(), tombstone.to()).values());
    for (RangeTombstones.Fragment fragment : inside) {
      if (gap.compareTo(fragment.from()) < 0) {
        put(gap, fragment.from(), List.of(tombstone.sequence()));
      }
      put(fragment.from(), fragment.to(), merge(fragment.sequences(), tombstone.sequence()));
      gap = fragment.to();
    }
    if (gap.compareTo(tombstone.to()) < 0) {
      put(gap, tombstone.to(), List.of(tombstone.sequence()));
    }
  }

  private static List<Long> merge(List<Long> descending, long added) {
    if (descending.contains(added)) {
      return descending;
    }
    List<Long> merged = new ArrayList<>(descending);
    int index = 0;
    while (index < merged.size() && merged.get(index) > added) {
      index++;
    }
    merged.add(index, added);
    return merged;
  }

  private void put(Bytes from, Bytes to, List<Long> sequences) {
    fragments.put(from, new RangeTombstones.Fragment(from, to, sequences));
  }
}
