package dev.zerofs.rocksdb;

import dev.zerofs.ports.keyvalue.Checkpoint;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.plugin.KeyValueContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/** Makes, opens and deletes the checkpoints of a database that is being written. */
final class CheckpointShelf {

  private final Path directory;
  private final Database database;
  private final KeyValueContext context;
  private final Set<Database> opened = ConcurrentHashMap.newKeySet();
  private final Lock changing = new ReentrantLock();

  CheckpointShelf(Path directory, Database database, KeyValueContext context) {
    this.directory = directory;
    this.database = database;
    this.context = context;
  }

  /** See {@link dev.zerofs.ports.keyvalue.KeyValueStore#createCheckpoint}. */
  Checkpoint create(String name) {
    long now = context.clock().epochNanos();
    var _ = new Checkpoint(name, CommitPosition.NONE, now);
    return database.use(
        open -> {
          changing.lock();
          try {
            if (Checkpoints.find(open, name) != null) {
              throw new IllegalArgumentException("there is a checkpoint '" + name + "' already");
            }
            long number =
                1
                    + Checkpoints.list(open).stream()
                        .mapToLong(Checkpoints.Kept::number)
                        .max()
                        .orElse(0);
            Path place = Checkpoints.directory(directory, number);
            Checkpoint made = new Checkpoint(name, make(open, place), now);
            put(
                open,
                Layout.checkpoint(name),
                Checkpoints.record(new Checkpoints.Kept(made, number)));
            return made;
          } finally {
            changing.unlock();
          }
        });
  }

  /** Makes the directory, and reads from it which moment it has. */
  private CommitPosition make(RocksDB open, Path place) throws RocksDBException {
    try {
      Files.createDirectories(Checkpoints.directory(directory));
      Checkpoints.delete(place);
    } catch (IOException e) {
      throw new KeyValueException.Unavailable(place + " cannot be made", e);
    }
    try (org.rocksdb.Checkpoint maker = org.rocksdb.Checkpoint.create(open)) {
      maker.createCheckpoint(place.toString());
    }
    Database made = ReadOnly.open(place, context.settings());
    try (Snapshot view = RocksView.fixed(made, () -> {})) {
      return view.position();
    } finally {
      made.release();
    }
  }

  /** See {@link dev.zerofs.ports.keyvalue.KeyValueStore#checkpoints}. */
  List<Checkpoint> list() {
    return database.use(
        open -> Checkpoints.list(open).stream().map(Checkpoints.Kept::checkpoint).toList());
  }

  /** See {@link dev.zerofs.ports.keyvalue.KeyValueStore#openCheckpoint}. */
  Snapshot open(String name) {
    return database.use(
        open -> {
          changing.lock();
          try {
            Checkpoints.Kept kept = Checkpoints.find(open, name);
            if (kept == null) {
              throw Checkpoints.unknown(name);
            }
            Database checkpoint =
                ReadOnly.open(Checkpoints.directory(directory, kept.number()), context.settings());
            opened.add(checkpoint);
            return RocksView.fixed(
                checkpoint,
                () -> {
                  opened.remove(checkpoint);
                  checkpoint.release();
                });
          } finally {
            changing.unlock();
          }
        });
  }

  /**
   * See {@link dev.zerofs.ports.keyvalue.KeyValueStore#deleteCheckpoint}. Whoever has it open has
   * all of its files open, and goes on reading them.
   */
  void delete(String name) {
    var _ =
        database.<Boolean>use(
            open -> {
              changing.lock();
              try {
                Checkpoints.Kept kept = Checkpoints.find(open, name);
                if (kept == null) {
                  throw Checkpoints.unknown(name);
                }
                try (WriteOptions durable = new WriteOptions().setSync(true)) {
                  open.delete(durable, Layout.checkpoint(name));
                }
                Checkpoints.delete(Checkpoints.directory(directory, kept.number()));
                return true;
              } catch (IOException e) {
                throw new KeyValueException.Unavailable(
                    "not all of checkpoint " + name + " could be deleted", e);
              } finally {
                changing.unlock();
              }
            });
  }

  private static void put(RocksDB open, byte[] key, byte[] value) throws RocksDBException {
    try (WriteOptions durable = new WriteOptions().setSync(true)) {
      open.put(durable, key, value);
    }
  }

  /** Ends what was opened here. */
  void close() {
    for (Database checkpoint : opened) {
      var _ = checkpoint.end(() -> new KeyValueException.Closed("the store is closed", null));
    }
    opened.clear();
  }
}
