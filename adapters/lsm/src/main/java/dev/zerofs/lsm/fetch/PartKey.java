package dev.zerofs.lsm.fetch;

import dev.zerofs.lsm.layout.StoredObject;
import java.util.Comparator;

/**
 * An aligned part of an object.
 *
 * @param object the object
 * @param index the part's number: it begins at this many times the part size
 */
record PartKey(StoredObject object, long index) {

  static final Comparator<PartKey> ORDER =
      Comparator.comparing((PartKey key) -> key.object().kind())
          .thenComparingInt(key -> key.object().volumeIndex())
          .thenComparingLong(key -> key.object().epoch())
          .thenComparingLong(key -> key.object().id())
          .thenComparingLong(PartKey::index);

  /** The part behind it, if its object is as long. */
  PartKey next() {
    return new PartKey(object, index + 1);
  }

  /** The part before it; there is none before the first. */
  PartKey before() {
    return new PartKey(object, index - 1);
  }

  boolean isFollowedBy(PartKey other) {
    return index + 1 == other.index && object.equals(other.object);
  }
}
