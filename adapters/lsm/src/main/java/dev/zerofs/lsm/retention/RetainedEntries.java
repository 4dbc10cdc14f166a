package dev.zerofs.lsm.retention;

import dev.zerofs.lsm.entry.EntryIterator;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.RangeTombstones;
import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The entries that a {@link Retention} keeps, key by key. For one thread. */
public final class RetainedEntries {

  private final EntryIterator merged;
  private final List<RangeTombstones.Fragment> fragments;
  private final Retention retention;
  private int fragmentIndex;

  /**
   * A walk over what is kept.
   *
   * @param merged all versions of all keys
   * @param tombstones every range tombstone of the inputs
   */
  public RetainedEntries(EntryIterator merged, RangeTombstones tombstones, Retention retention) {
    this.merged = merged;
    this.fragments = tombstones.fragments();
    this.retention = retention;
  }

  /** The kept versions of the next key, newest first, possibly none; null after the last key. */
  public @Nullable List<InternalEntry> nextKey() {
    InternalEntry first = merged.next();
    if (first == null) {
      return null;
    }
    List<InternalEntry> versions = new ArrayList<>(1);
    versions.add(first);
    InternalEntry following = merged.peek();
    while (following != null && following.key().equals(first.key())) {
      versions.add(following);
      merged.next();
      following = merged.peek();
    }
    return retention.needed(versions, covering(first.key()));
  }

  /** Keys come in order, so the fragments are walked along. */
  private List<Long> covering(Bytes key) {
    while (fragmentIndex < fragments.size()
        && fragments.get(fragmentIndex).to().compareTo(key) <= 0) {
      fragmentIndex++;
    }
    boolean covered =
        fragmentIndex < fragments.size() && fragments.get(fragmentIndex).from().compareTo(key) <= 0;
    return covered ? fragments.get(fragmentIndex).sequences() : List.of();
  }
}
