package dev.zerofs.lsm.fetch;

import dev.zerofs.ports.bytes.Bytes;

/** One object, for readers that go through all of it. For one thread. */
public interface ObjectBytes {

  /**
   * Exactly {@code length} bytes from {@code offset} on.
   *
   * @throws dev.zerofs.ports.keyvalue.KeyValueException.Corrupt if the object ends before
   */
  Bytes read(long offset, int length);

  /** As {@link #read}, from the store, whatever is in memory: it may be the wire that was wrong. */
  Bytes readAnew(long offset, int length);
}
