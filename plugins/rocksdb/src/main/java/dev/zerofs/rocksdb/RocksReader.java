package dev.zerofs.rocksdb;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Checkpoint;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.keyvalue.RangeSize;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Reads a database beside its writer: opened for reading alone, and opened anew when what is known
 * is older than the lag. What a snapshot was made from stays open as long as the snapshot. Safe for
 * use by any number of threads.
 */
final class RocksReader implements KeyValueReader {

  private static final Supplier<KeyValueException> CLOSED =
      () -> new KeyValueException.Closed("the reader is closed", null);

  private final Path directory;
  private final Settings settings;
  private final Clock clock;
  private final long lagNanos;
  private final Set<Database> opened = new HashSet<>(); // guarded by this
  private Database current; // guarded by this
  private long openedNanos; // guarded by this
  private boolean closed; // guarded by this

  RocksReader(Path directory, Settings settings, Clock clock) {
    this.directory = directory;
    this.settings = settings;
    this.clock = clock;
    lagNanos = settings.value(RocksSettings.LAG_NANOS);
    openedNanos = clock.monotonicNanos();
    current = ReadOnly.openBesideWriter(directory, settings);
    opened.add(current);
  }

  /** The newest state known, held once more for whoever called. */
  private synchronized Database held() {
    requireOpen();
    long now = clock.monotonicNanos();
    if (now - openedNanos > lagNanos) {
      Database newer = ReadOnly.openBesideWriter(directory, settings);
      opened.add(newer);
      letGo(current);
      current = newer;
      openedNanos = now;
    }
    current.hold();
    return current;
  }

  private void letGo(Database database) {
    if (database.release()) {
      synchronized (this) {
        opened.remove(database);
      }
    }
  }

  private void requireOpen() {
    if (closed) {
      throw CLOSED.get();
    }
  }

  @Override
  public Snapshot snapshot() {
    return newest();
  }

  private RocksView newest() {
    Database database = held();
    try {
      return RocksView.fixed(database, () -> letGo(database));
    } catch (RuntimeException e) {
      letGo(database);
      throw e;
    }
  }

  @Override
  public Optional<UUID> cloneId() {
    return Optional.empty();
  }

  @Override
  public List<Checkpoint> checkpoints() {
    Database database = held();
    try {
      return database.use(
          open -> Checkpoints.list(open).stream().map(Checkpoints.Kept::checkpoint).toList());
    } finally {
      letGo(database);
    }
  }

  @Override
  public Snapshot openCheckpoint(String name) {
    Database database = held();
    try {
      Checkpoints.Kept kept = database.find(open -> Checkpoints.find(open, name));
      if (kept == null) {
        throw Checkpoints.unknown(name);
      }
      return openKept(kept);
    } finally {
      letGo(database);
    }
  }

  private synchronized Snapshot openKept(Checkpoints.Kept kept) {
    requireOpen();
    String name = kept.checkpoint().name();
    Path place = Checkpoints.directory(directory, kept.number());
    try {
      Database checkpoint = ReadOnly.open(place, settings);
      opened.add(checkpoint);
      return RocksView.fixed(checkpoint, () -> letGo(checkpoint));
    } catch (RocksDBException e) {
      throw new KeyValueException.Expired("checkpoint " + name + " has been deleted", e);
    }
  }

  @Override
  public @Nullable Entry get(Bytes key) {
    try (Snapshot now = snapshot()) {
      return now.get(key);
    }
  }

  @Override
  public List<@Nullable Entry> getAll(List<Bytes> keys) {
    try (Snapshot now = snapshot()) {
      return now.getAll(keys);
    }
  }

  @Override
  public Cursor scan(Bytes from, Bytes to) {
    RocksView now = newest();
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
  public synchronized void close() {
    closed = true;
    for (Database database : opened) {
      var _ = database.end(CLOSED);
    }
    opened.clear();
  }
}
