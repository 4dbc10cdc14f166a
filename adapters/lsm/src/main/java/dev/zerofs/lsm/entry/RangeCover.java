package dev.zerofs.lsm.entry;

import dev.zerofs.ports.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A set of range tombstones that can be asked about one key. Safe for use by any number of threads.
 */
public interface RangeCover {

  /** A stretch of keys deleted alike: no tombstone begins or ends inside it. */
  record Stretch(Bytes to, long sequence) {}

  /** Whether there is no tombstone at all. */
  boolean isEmpty();

  /**
   * The greatest sequence of the tombstones that cover {@code key} and are not newer than {@code
   * snapshot}; 0 if there is none.
   */
  long coveringSequence(Bytes key, long snapshot);

  /**
   * As {@link #coveringSequence}, but also says how far the cover reaches: every key from {@code
   * key} up to {@link Stretch#to} is covered by the same tombstone.
   *
   * @return null if no tombstone up to {@code snapshot} covers {@code key}
   */
  @Nullable Stretch covering(Bytes key, long snapshot);
}
