package dev.zerofs.lsm.memtable;

import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.ports.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * One version of one key in a memtable, in a chain with the older ones.
 *
 * <p>Its value begins at hand and may be replaced by the same bytes in another array, and in the
 * end by a reference to them in an uploaded segment.
 */
public final class KeyVersion {

  private final Bytes key;
  private final long sequence;
  private volatile Value value;
  private volatile @Nullable KeyVersion older;

  /** The batch whose version stands in for this one in their segment, or 0; commit lock. */
  private long supersededBy;

  /** Whether its value was let go; commit lock. */
  private boolean released;

  KeyVersion(Bytes key, long sequence, Value value, @Nullable KeyVersion older) {
    this.key = key;
    this.sequence = sequence;
    this.value = value;
    this.older = older;
  }

  /** The key. */
  public Bytes key() {
    return key;
  }

  /** The batch that wrote it. */
  public long sequence() {
    return sequence;
  }

  /** What it wrote. */
  public Value value() {
    return value;
  }

  /** The next older version that somebody may still need, or null. */
  @Nullable KeyVersion older() {
    return older;
  }

  void unlinkOlderUpTo(@Nullable KeyVersion next) {
    older = next;
  }

  /** Lets go of the array that the value's bytes were in: {@code same} are the same bytes. */
  public void holdIn(Bytes same) {
    value = new Value.Inline(same);
  }

  /** Lets go of the value's bytes: from now on they are read from {@code uploaded}. */
  public void moveTo(Value.Reference uploaded) {
    value = uploaded;
  }

  /**
   * Says that the segment may leave this version out for a newer one of the batch {@code sequence}.
   * A large value is let go at once, a small one is kept in case the segment is cut in between.
   */
  public void supersede(long sequence) {
    supersededBy = sequence;
    if (isLarge()) {
      value = Value.TOMBSTONE;
      released = true;
    }
  }

  /** The batch whose version stands in for this one in their segment, or 0. */
  public long supersededBy() {
    return supersededBy;
  }

  /** Whether its value was let go because a newer one stands in for it. */
  public boolean isReleased() {
    return released;
  }

  /** Whether its value is at hand and long enough for a frame of its own. */
  public boolean isLarge() {
    return value instanceof Value.Inline(Bytes bytes)
        && bytes.length() >= Memtable.LARGE_VALUE_BYTES;
  }

  /** This version as readers of the tree see it. */
  InternalEntry toEntry() {
    return new InternalEntry(key, sequence, value);
  }
}
