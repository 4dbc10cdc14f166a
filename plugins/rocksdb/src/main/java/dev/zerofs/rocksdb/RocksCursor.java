package dev.zerofs.rocksdb;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.RangeSize;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** A walk over a range of keys. */
final class RocksCursor implements Cursor {

  private final Database database;
  private final Walk walk;
  private final Runnable onClose;

  /**
   * A walk from {@code from} to before {@code to}, within {@link Database#use}.
   *
   * @param onClose run when it is closed
   */
  RocksCursor(
      Database database,
      RocksDB open,
      RocksView.@Nullable Moment moment,
      Range range,
      Runnable onClose) {
    this.database = database;
    this.onClose = onClose;
    walk = new Walk(open, moment, range);
    database.add(walk);
  }

  /** The bounds of a walk: keys as they are stored. */
  record Range(Bytes from, Bytes to) {}

  @Override
  public @Nullable Entry next() {
    return database.find(_ -> walk.next());
  }

  /** Goes to the end and sums up what is on the way. Values are not copied out of the database. */
  RangeSize measure() {
    return database.use(_ -> walk.measure());
  }

  @Override
  public void close() {
    database.closeDependent(walk);
    onClose.run();
  }

  /** The native objects. */
  private static final class Walk implements AutoCloseable {
    private final Slice end;
    private final ReadOptions options;
    private final RocksIterator iterator;

    Walk(RocksDB open, RocksView.@Nullable Moment moment, Range range) {
      end = new Slice(Layout.key(range.to()));
      options = new ReadOptions().setIterateUpperBound(end);
      if (moment != null) {
        options.setSnapshot(moment.snapshot());
      }
      iterator = open.newIterator(options);
      iterator.seek(Layout.key(range.from()));
    }

    @Nullable Entry next() throws RocksDBException {
      if (!isValid()) {
        return null;
      }
      Entry entry = Layout.entry(Layout.key(iterator.key()), iterator.value());
      iterator.next();
      return entry;
    }

    RangeSize measure() throws RocksDBException {
      byte[] start = new byte[0];
      long count = 0;
      long bytes = 0;
      for (; isValid(); iterator.next()) {
        count++;
        bytes += Layout.valueLength(Bytes.EMPTY, iterator.value(start));
      }
      return new RangeSize(count, bytes);
    }

    private boolean isValid() throws RocksDBException {
      if (iterator.isValid()) {
        return true;
      }
      iterator.status();
      return false;
    }

    @Override
    public void close() {
      iterator.close();
      options.close();
      end.close();
    }
  }
}
