package dev.zerofs.lsm;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.RangeSize;
import dev.zerofs.ports.keyvalue.Reads;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads of something that nobody keeps for this process: where an object is missing, somebody
 * decides whether that is damage.
 *
 * @param reads what is read
 * @param judge makes the exception to throw out of one that says that an object is missing
 */
record ExpiringReads(Reads reads, Function<KeyValueException.Corrupt, KeyValueException> judge)
    implements Reads {

  @Override
  public @Nullable Entry get(Bytes key) {
    return judged(() -> new Found(reads.get(key))).entry();
  }

  /** What was found, if anything. */
  private record Found(@Nullable Entry entry) {}

  @Override
  public List<@Nullable Entry> getAll(List<Bytes> keys) {
    return judged(() -> reads.getAll(keys));
  }

  @Override
  public Cursor scan(Bytes from, Bytes to) {
    Cursor cursor = reads.scan(from, to);
    return new Cursor() {
      @Override
      public @Nullable Entry next() {
        return judged(() -> new Found(cursor.next())).entry();
      }

      @Override
      public void close() {
        cursor.close();
      }
    };
  }

  @Override
  public RangeSize measure(Bytes from, Bytes to) {
    return judged(() -> reads.measure(from, to));
  }

  @Override
  public void prefetch(List<Bytes> keys) {
    reads.prefetch(keys);
  }

  private <T> T judged(Supplier<T> read) {
    try {
      return read.get();
    } catch (KeyValueException.Corrupt e) {
      throw isMissing(e) ? judge.apply(e) : e;
    }
  }

  private static boolean isMissing(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof ObjectStoreException.NotFound) {
        return true;
      }
    }
    return false;
  }
}
