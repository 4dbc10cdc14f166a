package dev.zerofs.rocksdb;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.RangeSize;
import dev.zerofs.ports.keyvalue.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * A database as it is at one moment: that of a RocksDB snapshot, or the only one that a database
 * opened for reading alone has.
 */
final class RocksView implements Snapshot {

  /** A RocksDB snapshot and the options that read it. */
  static final class Moment implements AutoCloseable {
    private final RocksDB open;
    private final org.rocksdb.Snapshot snapshot;
    private final ReadOptions options;

    Moment(RocksDB open) {
      this.open = open;
      snapshot = open.getSnapshot();
      options = new ReadOptions().setSnapshot(snapshot);
    }

    org.rocksdb.Snapshot snapshot() {
      return snapshot;
    }

    @Override
    public void close() {
      options.close();
      open.releaseSnapshot(snapshot);
    }
  }

  private final Database database;
  private final @Nullable Moment moment;
  private final CommitPosition position;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();

  private RocksView(
      Database database, @Nullable Moment moment, CommitPosition position, Runnable onClose) {
    this.database = database;
    this.moment = moment;
    this.position = position;
    this.onClose = onClose;
  }

  /** A view of a database that is being written, as it is now. */
  static RocksView now(Database database) {
    return database.use(
        open -> {
          Moment moment = new Moment(open);
          database.add(moment);
          return new RocksView(
              database, moment, position(open.get(moment.options, Layout.POSITION)), () -> {});
        });
  }

  /**
   * A view of a database that nothing changes.
   *
   * @param onClose run once when the view is closed
   */
  static RocksView fixed(Database database, Runnable onClose) {
    return database.use(
        open -> new RocksView(database, null, position(open.get(Layout.POSITION)), onClose));
  }

  private static CommitPosition position(byte @Nullable [] stored) {
    return stored == null
        ? CommitPosition.NONE
        : new CommitPosition(Layout.numberAt(stored, 0, "position"));
  }

  @Override
  public CommitPosition position() {
    return position;
  }

  @Override
  public @Nullable Entry get(Bytes key) {
    return database.find(open -> entry(open, key));
  }

  private @Nullable Entry entry(RocksDB open, Bytes key) throws RocksDBException {
    byte[] stored =
        moment == null ? open.get(Layout.key(key)) : open.get(moment.options, Layout.key(key));
    return stored == null ? null : Layout.entry(key, stored);
  }

  @Override
  public List<@Nullable Entry> getAll(List<Bytes> keys) {
    if (keys.isEmpty()) {
      return List.of(); // which RocksDB must not be asked for
    }
    List<byte[]> asked = keys.stream().map(Layout::key).toList();
    List<byte[]> stored =
        database.use(
            open ->
                moment == null
                    ? open.multiGetAsList(asked)
                    : open.multiGetAsList(moment.options, asked));
    List<@Nullable Entry> entries = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      byte @Nullable [] value = stored.get(i);
      entries.add(value == null ? null : Layout.entry(keys.get(i), value));
    }
    return entries;
  }

  @Override
  public Cursor scan(Bytes from, Bytes to) {
    return walk(from, to, () -> {});
  }

  /** The same, with something to be run when the walk is closed. */
  RocksCursor walk(Bytes from, Bytes to, Runnable onWalkClosed) {
    Bytes end = to.compareTo(from) < 0 ? from : to;
    RocksCursor.Range range = new RocksCursor.Range(from, end);
    return database.use(open -> new RocksCursor(database, open, moment, range, onWalkClosed));
  }

  @Override
  public RangeSize measure(Bytes from, Bytes to) {
    try (RocksCursor cursor = walk(from, to, () -> {})) {
      return cursor.measure();
    }
  }

  /** Does nothing: what is on a local disk is near. */
  @Override
  public void prefetch(List<Bytes> keys) {}

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      if (moment != null) {
        database.closeDependent(moment);
      }
      onClose.run();
    }
  }
}
