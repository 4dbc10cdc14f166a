package dev.zerofs.lsm.inspect;

import dev.zerofs.lsm.fetch.ObjectBytes;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectKey;

/**
 * An object that is read from front to back, mostly: two stretches of it are in memory, so that a
 * walk over its blocks and one over their index do not take each other's place. For one thread.
 */
final class ObjectWindow implements ObjectBytes {

  /** What is found from its end lies there together. */
  private static final int TAIL_BYTES = 64 << 10;

  /** A stretch that is in memory. */
  private record Stretch(long offset, Bytes bytes) {
    boolean holds(long from, int length) {
      return from >= offset && from + length <= offset + bytes.length();
    }
  }

  private final PatientStore store;
  private final ObjectKey key;
  private final long sizeBytes;
  private final int windowBytes;
  private Stretch recent = new Stretch(0, Bytes.EMPTY);
  private Stretch older = recent;

  /**
   * A window on an object.
   *
   * @param sizeBytes how long it is, as somebody says
   * @param windowBytes how much is fetched at once
   */
  ObjectWindow(PatientStore store, ObjectKey key, long sizeBytes, int windowBytes) {
    this.store = store;
    this.key = key;
    this.sizeBytes = sizeBytes;
    this.windowBytes = windowBytes;
  }

  /** Fetches the first bytes, unless the object is gone: then the first read will say so. */
  ObjectWindow openedAtStart(int length) {
    Bytes bytes = store.get(key, 0, length);
    if (bytes != null) {
      recent = new Stretch(0, bytes);
    }
    return this;
  }

  @Override
  public Bytes read(long offset, int length) {
    if (older.holds(offset, length)) {
      Stretch found = older;
      older = recent;
      recent = found;
    } else if (!recent.holds(offset, length)) {
      older = recent;
      long from = offset > sizeBytes - TAIL_BYTES ? Math.max(0, sizeBytes - TAIL_BYTES) : offset;
      int wanted = Math.max((int) (offset - from) + length, windowBytes);
      recent = new Stretch(from, fetch(from, wanted));
    }
    return cut(recent, offset, length);
  }

  @Override
  public Bytes readAnew(long offset, int length) {
    return cut(new Stretch(offset, fetch(offset, length)), offset, length);
  }

  private Bytes fetch(long offset, int length) {
    Bytes bytes = store.get(key, offset, length);
    if (bytes == null) {
      throw new VanishedException(key);
    }
    return bytes;
  }

  private Bytes cut(Stretch stretch, long offset, int length) {
    if (!stretch.holds(offset, length)) {
      throw new KeyValueException.Corrupt(
          "%s ends at byte %d, expected more up to %d"
              .formatted(key, stretch.offset() + stretch.bytes().length(), offset + length),
          null);
    }
    return stretch.bytes().slice((int) (offset - stretch.offset()), length);
  }
}
