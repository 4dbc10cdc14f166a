package dev.zerofs.memory;

import dev.zerofs.memory.MemoryVolume.Pinned;
import dev.zerofs.memory.MemoryVolume.Version;
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
import dev.zerofs.ports.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One writer of a {@link MemoryVolume}: every version of the store is an immutable tree.
 *
 * <p>Versions that are not yet synced are kept, so that a sync can make any of them the durable
 * one; when they hold more than {@value #UNSYNCED_BYTES_MAX} bytes, they become durable by
 * themselves, as they may at any time. Safe for use by any number of threads.
 */
public final class MemoryKeyValueStore implements KeyValueStore {

  private static final long UNSYNCED_BYTES_MAX = 64L << 20;

  private final MemoryVolume volume;
  private final long epoch;
  private final Clock clock;

  private volatile Version latest;
  private volatile boolean closed;

  private final NavigableMap<CommitPosition, Version> unsynced = new TreeMap<>(); // guarded by this
  private long unsyncedBytes; // guarded by this

  MemoryKeyValueStore(MemoryVolume volume, long epoch, Version latest, Clock clock) {
    this.volume = volume;
    this.epoch = epoch;
    this.latest = latest;
    this.clock = clock;
  }

  @Override
  public @Nullable Entry get(Bytes key) {
    return now().get(key);
  }

  @Override
  public List<@Nullable Entry> getAll(List<Bytes> keys) {
    return now().getAll(keys);
  }

  @Override
  public Cursor scan(Bytes from, Bytes to) {
    return now().scan(from, to);
  }

  @Override
  public RangeSize measure(Bytes from, Bytes to) {
    return now().measure(from, to);
  }

  /** Does nothing: everything is at hand. */
  @Override
  public void prefetch(List<Bytes> keys) {}

  private MemorySnapshot now() {
    return new MemorySnapshot(latest, this::requireOpen);
  }

  @Override
  public Snapshot snapshot() {
    requireOpen();
    return now();
  }

  @Override
  public void admit(long bytes) {
    requireOwned();
  }

  @Override
  public synchronized CommitPosition write(WriteBatch batch) {
    requireOwned();
    CommitPosition position = volume.nextPosition();
    SortedTree tree = latest.tree();
    for (Change change : batch.changes()) {
      tree =
          switch (change) {
            case Change.Put put -> tree.put(put.key(), put.value(), position);
            case Change.Delete delete -> tree.remove(delete.key());
            case Change.DeleteRange range -> tree.removeRange(range.from(), range.to());
          };
    }
    latest = new Version(tree, position);
    unsynced.put(position, latest);
    unsyncedBytes += batch.sizeBytes();
    if (unsyncedBytes > UNSYNCED_BYTES_MAX) {
      makeDurable(latest);
    }
    return position;
  }

  @Override
  public synchronized void sync(CommitPosition position) {
    requireOwned();
    var version = unsynced.floorEntry(position);
    if (version != null) {
      makeDurable(version.getValue());
    }
  }

  private void makeDurable(Version version) {
    if (!volume.makeDurable(epoch, version)) {
      throw replaced();
    }
    unsynced.headMap(version.position(), true).clear();
    if (unsynced.isEmpty()) {
      unsyncedBytes = 0;
    }
  }

  @Override
  public void syncToBackingStore(CommitPosition position) {
    sync(position);
  }

  @Override
  public void confirmOwnership() {
    requireOwned();
  }

  @Override
  public SortedMap<String, Long> figures() {
    return new TreeMap<>(Map.of("checkpoints", (long) checkpoints().size()));
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
  public synchronized Checkpoint createCheckpoint(String name) {
    Version version = latest;
    sync(version.position());
    Checkpoint checkpoint = new Checkpoint(name, version.position(), clock.epochNanos());
    if (!volume.pin(new Pinned(checkpoint, version.tree()))) {
      throw new IllegalArgumentException("there is a checkpoint '" + name + "' already");
    }
    return checkpoint;
  }

  @Override
  public List<Checkpoint> checkpoints() {
    requireOpen();
    return volume.checkpoints();
  }

  @Override
  public Snapshot openCheckpoint(String name) {
    requireOpen();
    return new MemorySnapshot(volume.checkpoint(name), this::requireOpen);
  }

  @Override
  public void deleteCheckpoint(String name) {
    requireOwned();
    if (!volume.unpin(name)) {
      throw new IllegalArgumentException("there is no checkpoint '" + name + "'");
    }
  }

  /** Makes everything durable, unless another writer has taken over. Closing twice is harmless. */
  @Override
  public synchronized void close() {
    if (!closed && volume.isOwnedBy(epoch)) {
      makeDurable(latest);
    }
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new KeyValueException.Closed("the store is closed", null);
    }
  }

  private void requireOwned() {
    requireOpen();
    if (!volume.isOwnedBy(epoch)) {
      throw replaced();
    }
  }

  private KeyValueException replaced() {
    return new KeyValueException.Replaced("writer " + epoch + " was replaced by a later one");
  }
}
