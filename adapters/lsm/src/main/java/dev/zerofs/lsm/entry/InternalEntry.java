package dev.zerofs.lsm.entry;

import dev.zerofs.ports.bytes.Bytes;
import java.util.Comparator;

/**
 * One version of one key.
 *
 * @param key the key
 * @param sequence the batch that wrote it, greater than 0
 * @param value what it wrote
 */
public record InternalEntry(Bytes key, long sequence, Value value) {

  /** Keys ascending, then the newest version first. */
  public static final Comparator<InternalEntry> ORDER =
      (a, b) -> {
        int byKey = a.key.compareTo(b.key);
        return byKey != 0 ? byKey : Long.compare(b.sequence, a.sequence);
      };

  /** Whether this version deletes the key. */
  public boolean isTombstone() {
    return value instanceof Value.Tombstone;
  }
}
