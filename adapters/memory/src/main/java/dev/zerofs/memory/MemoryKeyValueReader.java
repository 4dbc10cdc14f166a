package dev.zerofs.memory;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Checkpoint;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.keyvalue.RangeSize;
import dev.zerofs.ports.keyvalue.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A reader of a {@link MemoryVolume}: it sees what is durable, without a lag, and its snapshots
 * never expire. Safe for use by any number of threads.
 */
public final class MemoryKeyValueReader implements KeyValueReader {

  private final MemoryVolume volume;
  private volatile boolean closed;

  MemoryKeyValueReader(MemoryVolume volume) {
    this.volume = volume;
  }

  @Override
  public Snapshot snapshot() {
    requireOpen();
    return new MemorySnapshot(volume.durable(), this::requireOpen);
  }

  @Override
  public Optional<UUID> cloneId() {
    return Optional.empty();
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
  public @Nullable Entry get(Bytes key) {
    return snapshot().get(key);
  }

  @Override
  public List<@Nullable Entry> getAll(List<Bytes> keys) {
    return snapshot().getAll(keys);
  }

  @Override
  public Cursor scan(Bytes from, Bytes to) {
    return snapshot().scan(from, to);
  }

  @Override
  public RangeSize measure(Bytes from, Bytes to) {
    return snapshot().measure(from, to);
  }

  /** Does nothing: everything is at hand. */
  @Override
  public void prefetch(List<Bytes> keys) {}

  @Override
  public void close() {
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new KeyValueException.Closed("the reader is closed", null);
    }
  }
}
