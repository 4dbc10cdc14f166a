package dev.zerofs.lsm.fetch;

import dev.zerofs.lsm.layout.StoredObject;

/**
 * A stretch of an object.
 *
 * @param object the object
 * @param offset of its first byte
 * @param length in bytes, 1 or more
 */
public record Span(StoredObject object, long offset, int length) {

  /** Checks the signs. */
  public Span {
    if (offset < 0 || length <= 0) {
      throw new IllegalArgumentException("span at " + offset + "+" + length);
    }
  }

  /** The offset of the first byte after it. */
  long end() {
    return offset + length;
  }
}
