package dev.zerofs.rocksdb;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Checkpoint;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.RangeSize;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.keyvalue.WriteBatch.Change;
import dev.zerofs.ports.plugin.KeyValueContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/**
 * A volume's keys in a RocksDB database. Batches go into RocksDB's log one after the other, each
 * with its position, and to the disk when somebody waits for that. A log that could not be written
 * or synchronised is not tried again, since nobody knows then what of it the disk has: the store
 * ends, and the next start finds out.
 */
final class RocksStore implements KeyValueStore {

  private final Path directory;
  private final Database database;
  private final KeyValueContext context;
  private final CheckpointShelf shelf;
  private final Room room;
  private final LogSync log;
  private final Reclaim reclaim;
  private final boolean syncing;
  private final long epoch;
  private final Runnable onClose;
  private final Lock writing = new ReentrantLock();
  private final AtomicBoolean fatalTold = new AtomicBoolean();
  private volatile boolean logFailed;
  private volatile long written; // written under writing

  /**
   * Takes over an open database.
   *
   * @param state what was read from it
   * @param onClose run when the store is closed
   */
  RocksStore(
      Path directory,
      Database database,
      KeyValueContext context,
      OpenedState state,
      Runnable onClose) {
    this.directory = directory;
    this.database = database;
    this.context = context;
    this.onClose = onClose;
    epoch = state.epoch();
    written = state.position();
    syncing = context.settings().value(RocksSettings.SYNC);
    room = new Room(directory, context.clock(), this::unflushedBytes);
    log = new LogSync(written, () -> written, this::synchronise);
    shelf = new CheckpointShelf(directory, database, context);
    reclaim =
        new Reclaim(database, room, context.settings().value(RocksSettings.WRITE_BUFFER_BYTES));
    reclaim.start();
  }

  /**
   * What a database says when it is opened.
   *
   * @param epoch of this opening
   * @param position of the newest batch
   */
  record OpenedState(long epoch, long position) {}

  @Override
  public @Nullable Entry get(Bytes key) {
    byte[] stored = database.find(open -> open.get(Layout.key(key)));
    return stored == null ? null : Layout.entry(key, stored);
  }

  @Override
  public List<@Nullable Entry> getAll(List<Bytes> keys) {
    try (Snapshot now = snapshot()) {
      return now.getAll(keys);
    }
  }

  @Override
  public Cursor scan(Bytes from, Bytes to) {
    RocksView now = RocksView.now(database);
    return now.walk(from, to, now::close);
  }

  @Override
  public RangeSize measure(Bytes from, Bytes to) {
    try (Snapshot now = snapshot()) {
      return now.measure(from, to);
    }
  }

  /** Does nothing: what is on a local disk is near. */
  @Override
  public void prefetch(List<Bytes> keys) {}

  @Override
  public Snapshot snapshot() {
    return RocksView.now(database);
  }

  @Override
  public void admit(long bytes) {
    room.admit(bytes);
  }

  @Override
  public CommitPosition write(WriteBatch batch) {
    if (batch.isEmpty()) {
      return new CommitPosition(database.<Long>use(_ -> written));
    }
    return database.use(
        open -> {
          writing.lock();
          try (org.rocksdb.WriteBatch changes = new org.rocksdb.WriteBatch();
              WriteOptions options = new WriteOptions()) {
            long position = written + 1;
            for (Change change : batch.changes()) {
              add(changes, change, position);
            }
            changes.put(Layout.POSITION, Layout.number(position));
            open.write(options, changes);
            written = position;
            tellDeleted(batch);
            return new CommitPosition(position);
          } catch (RocksDBException e) {
            if (!RocksFailures.isFull(e)) {
              fail(e);
            }
            throw e;
          } finally {
            writing.unlock();
          }
        });
  }

  private void tellDeleted(WriteBatch batch) {
    for (Change change : batch.changes()) {
      if (change instanceof Change.DeleteRange(Bytes from, Bytes to)) {
        reclaim.deleted(from, to);
      }
    }
  }

  private long unflushedBytes() {
    return database.use(open -> open.getLongProperty("rocksdb.cur-size-all-mem-tables"));
  }

  /** Takes a step of giving deleted space back now, instead of some time soon. */
  void reclaim() {
    reclaim.step();
  }

  private static void add(org.rocksdb.WriteBatch changes, Change change, long position)
      throws RocksDBException {
    switch (change) {
      case Change.Put put ->
          changes.put(Layout.key(put.key()), Layout.value(position, put.value()));
      case Change.Delete delete -> changes.delete(Layout.key(delete.key()));
      case Change.DeleteRange range ->
          changes.deleteRange(Layout.key(range.from()), Layout.key(range.to()));
    }
  }

  @Override
  public void sync(CommitPosition position) {
    if (syncing) {
      log.await(position.sequence());
    }
    confirmOwnership();
  }

  @Override
  public void syncToBackingStore(CommitPosition position) {
    log.await(position.sequence());
  }

  private void synchronise() {
    if (logFailed) {
      throw new KeyValueException.Unavailable(
          "the log of " + directory + " could not be written before", null);
    }
    var _ =
        database.<Boolean>use(
            open -> {
              try {
                open.syncWal();
                return true;
              } catch (RocksDBException e) {
                fail(e);
                throw e;
              }
            });
  }

  private void fail(RocksDBException failure) {
    logFailed = true;
    tellFatal(RocksFailures.of(failure, directory.toString()));
  }

  private void tellFatal(RuntimeException failure) {
    if (fatalTold.compareAndSet(false, true)) {
      context.fatal().accept(failure);
    }
  }

  /** Nobody else can open the database while this process has it open. */
  @Override
  public void confirmOwnership() {
    var _ = database.<Boolean>use(_ -> true);
  }

  @Override
  public SortedMap<String, Long> figures() {
    return database.use(
        open -> {
          SortedMap<String, Long> figures = new TreeMap<>();
          figures.put("keys.estimated.count", open.getLongProperty("rocksdb.estimate-num-keys"));
          figures.put("tables.bytes", open.getLongProperty("rocksdb.total-sst-files-size"));
          figures.put("memtables.bytes", open.getLongProperty("rocksdb.cur-size-all-mem-tables"));
          figures.put("cache.bytes", open.getLongProperty("rocksdb.block-cache-usage"));
          figures.put(
              "merges.pending.bytes",
              open.getLongProperty("rocksdb.estimate-pending-compaction-bytes"));
          figures.put(
              "merges.running.count", open.getLongProperty("rocksdb.num-running-compactions"));
          figures.put("writes.stopped.count", open.getLongProperty("rocksdb.is-write-stopped"));
          figures.put("batches.unsynced.count", written - log.durable());
          figures.put("deleted.bytes", reclaim.deadBytes());
          figures.put("reclaims.failed.count", reclaim.failedCount());
          return figures;
        });
  }

  @Override
  public long epoch() {
    return epoch;
  }

  /** There are no clones. */
  @Override
  public Optional<UUID> cloneId() {
    return Optional.empty();
  }

  @Override
  public Checkpoint createCheckpoint(String name) {
    return shelf.create(name);
  }

  @Override
  public List<Checkpoint> checkpoints() {
    return shelf.list();
  }

  @Override
  public Snapshot openCheckpoint(String name) {
    return shelf.open(name);
  }

  @Override
  public void deleteCheckpoint(String name) {
    shelf.delete(name);
  }

  /** Ends this store because another in this process takes the database over. */
  void replace() {
    KeyValueException.Replaced why =
        new KeyValueException.Replaced("another server in this process opened " + directory);
    reclaim.close();
    shelf.close();
    if (database.end(() -> new KeyValueException.Replaced(String.valueOf(why.getMessage())))) {
      tellFatal(why);
    }
  }

  @Override
  public void close() {
    try {
      log.await(written);
    } catch (KeyValueException.Replaced | KeyValueException.Closed _) {
      // Then there is nothing left to do.
    } finally {
      reclaim.close();
      shelf.close();
      var _ = database.end(() -> new KeyValueException.Closed("the store is closed", null));
      onClose.run();
    }
  }

  /** Reads what a database says of itself, claims it for this opening, and clears up. */
  static OpenedState claim(RocksDB open, Path directory) throws RocksDBException, IOException {
    byte[] format = open.get(Layout.FORMAT);
    byte[] position = open.get(Layout.POSITION);
    byte[] epoch = open.get(Layout.EPOCH);
    if (format != null) {
      requireFormat(Layout.numberAt(format, 0, "format"), directory);
    } else if (position != null || epoch != null) {
      throw new KeyValueException.Corrupt(
          "the record of the format is missing in " + directory, null);
    }
    long next = epoch == null ? 1 : Layout.numberAt(epoch, 0, "epoch") + 1;
    try (WriteOptions durable = new WriteOptions().setSync(true);
        org.rocksdb.WriteBatch batch = new org.rocksdb.WriteBatch()) {
      batch.put(Layout.FORMAT, Layout.number(Layout.VERSION));
      batch.put(Layout.EPOCH, Layout.number(next));
      open.write(durable, batch);
    }
    Checkpoints.deleteUnrecorded(directory, Checkpoints.list(open));
    return new OpenedState(next, position == null ? 0 : Layout.numberAt(position, 0, "position"));
  }

  /** Refuses a database that a newer release has written. */
  static void requireFormat(long found, Path directory) {
    if (found != Layout.VERSION) {
      throw new KeyValueException.Unusable(
          "%s has format version %d; expected %d".formatted(directory, found, Layout.VERSION),
          null);
    }
  }
}
