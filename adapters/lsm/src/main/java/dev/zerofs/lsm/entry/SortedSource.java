package dev.zerofs.lsm.entry;

import dev.zerofs.ports.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A part of the tree that can be read on its own: a memtable or a sorted run. Sources of one tree
 * are ordered by age, and every sequence in a newer one is greater than every sequence in an older
 * one, so that a key found in a newer source need not be looked for in an older. Safe for use by
 * any number of threads; entries that are added while a read runs have sequences greater than the
 * snapshot it reads at.
 */
public interface SortedSource {

  /**
   * The newest version of {@code key} with a sequence of at most {@code snapshot}, or null. Range
   * tombstones are not considered.
   */
  @Nullable InternalEntry find(Bytes key, long snapshot);

  /** A walk over all versions of all keys with {@code from <= key < to}. */
  EntryIterator iterator(Bytes from, Bytes to);

  /** The range tombstones of this source. */
  RangeCover rangeTombstones();
}
