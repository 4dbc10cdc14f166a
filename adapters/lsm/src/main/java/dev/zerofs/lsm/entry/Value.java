package dev.zerofs.lsm.entry;

import dev.zerofs.ports.bytes.Bytes;

/** What an entry says of its key. */
public sealed interface Value {

  /** The deletion of a key. */
  Tombstone TOMBSTONE = new Tombstone();

  /** How many bytes the key's value has, 0 for a deletion. */
  int length();

  /**
   * A value at hand.
   *
   * @param bytes the value
   */
  record Inline(Bytes bytes) implements Value {
    @Override
    public int length() {
      return bytes.length();
    }
  }

  /**
   * A value in a log segment.
   *
   * @param frame where it lies
   * @param length its length in bytes when decoded
   */
  record Reference(FrameRef frame, int length) implements Value {

    /** Checks the sign. */
    public Reference {
      if (length < 0) {
        throw new IllegalArgumentException("negative length " + length);
      }
    }
  }

  /** No value: the key is deleted. */
  record Tombstone() implements Value {
    @Override
    public int length() {
      return 0;
    }
  }
}
