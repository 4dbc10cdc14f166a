package dev.zerofs.lsm.read;

import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.MergingIterator;
import dev.zerofs.lsm.entry.RangeCover;
import dev.zerofs.lsm.entry.SortedSource;
import dev.zerofs.ports.bytes.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The entries of a range of keys that are visible at a snapshot, one per key. For one thread. */
final class VisibleEntries {

  private final long snapshot;
  private final MergingIterator merged;
  private final RangeCover[] covers;
  private @Nullable Bytes decidedKey;

  /**
   * A walk over a range.
   *
   * @param sources newest first
   */
  VisibleEntries(List<? extends SortedSource> sources, Bytes from, Bytes to, long snapshot) {
    this.snapshot = snapshot;
    merged = new MergingIterator(sources.stream().map(s -> s.iterator(from, to)).toList());
    covers = sources.stream().map(SortedSource::rangeTombstones).toArray(RangeCover[]::new);
  }

  /** The next visible entry, never a deletion, or null after the last. */
  @Nullable InternalEntry next() {
    while (true) {
      InternalEntry entry = merged.peek();
      if (entry == null) {
        return null;
      }
      if (entry.sequence() > snapshot || entry.key().equals(decidedKey)) {
        merged.next();
      } else if (!skipCovered(entry.key(), merged.topSource())) {
        int source = merged.topSource();
        merged.next();
        decidedKey = entry.key();
        if (!entry.isTombstone() && !isHidden(entry, covers[source])) {
          return entry;
        }
      }
    }
  }

  /**
   * If a range tombstone of a newer source covers {@code key}, everything of this source is hidden
   * up to the tombstone's end, since it is older: jumps there.
   */
  private boolean skipCovered(Bytes key, int source) {
    for (int newer = 0; newer < source; newer++) {
      RangeCover cover = covers[newer];
      RangeCover.Stretch stretch = cover.isEmpty() ? null : cover.covering(key, snapshot);
      if (stretch != null) {
        merged.seekTop(stretch.to());
        return true;
      }
    }
    return false;
  }

  private boolean isHidden(InternalEntry entry, RangeCover ownSource) {
    return !ownSource.isEmpty()
        && ownSource.coveringSequence(entry.key(), snapshot) > entry.sequence();
  }
}
