package dev.zerofs.lsm.entry;

import dev.zerofs.ports.bytes.Bytes;

/**
 * The deletion of every key with {@code from <= key < to} that was written before.
 *
 * @param from the first key covered
 * @param to the first key not covered
 * @param sequence the deleting batch; it hides entries with a smaller sequence only
 */
public record RangeTombstone(Bytes from, Bytes to, long sequence) {

  /** Checks the range. */
  public RangeTombstone {
    if (from.compareTo(to) >= 0) {
      throw new IllegalArgumentException("empty range " + from + " to " + to);
    }
  }

  /** Whether {@code key} is in the range. */
  public boolean covers(Bytes key) {
    return from.compareTo(key) <= 0 && key.compareTo(to) < 0;
  }
}
