package dev.zerofs.benchmarks.lab;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Checkpoint;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.RangeSize;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.keyvalue.WriteBatch.Change;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what is written to another store. Safe for use by any number of threads. */
public final class CountingKeyValueStore implements KeyValueStore {

  private final KeyValueStore store;
  private final LongAdder batches = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  CountingKeyValueStore(KeyValueStore store) {
    this.store = store;
  }

  /** How many batches were written. */
  public long batches() {
    return batches.sum();
  }

  /** The keys and values of all batches. */
  public long bytesWritten() {
    return bytes.sum();
  }

  @Override
  public CommitPosition write(WriteBatch batch) {
    batches.increment();
    for (Change change : batch.changes()) {
      bytes.add(
          switch (change) {
            case Change.Put(Bytes key, Bytes value, int _, int _) ->
                key.length() + (long) value.length();
            case Change.Delete(Bytes key) -> key.length();
            case Change.DeleteRange(Bytes from, Bytes to) -> from.length() + (long) to.length();
          });
    }
    return store.write(batch);
  }

  @Override
  public Snapshot snapshot() {
    return store.snapshot();
  }

  @Override
  public void admit(long size) {
    store.admit(size);
  }

  @Override
  public void sync(CommitPosition position) {
    store.sync(position);
  }

  @Override
  public CompletionStage<Void> whenSynced(CommitPosition position) {
    return store.whenSynced(position);
  }

  @Override
  public void syncToBackingStore(CommitPosition position) {
    store.syncToBackingStore(position);
  }

  @Override
  public void confirmOwnership() {
    store.confirmOwnership();
  }

  @Override
  public SortedMap<String, Long> figures() {
    return store.figures();
  }

  @Override
  public long epoch() {
    return store.epoch();
  }

  @Override
  public Optional<UUID> cloneId() {
    return store.cloneId();
  }

  @Override
  public Checkpoint createCheckpoint(String name) {
    return store.createCheckpoint(name);
  }

  @Override
  public List<Checkpoint> checkpoints() {
    return store.checkpoints();
  }

  @Override
  public Snapshot openCheckpoint(String name) {
    return store.openCheckpoint(name);
  }

  @Override
  public void deleteCheckpoint(String name) {
    store.deleteCheckpoint(name);
  }

  @Override
  public @Nullable Entry get(Bytes key) {
    return store.get(key);
  }

  @Override
  public List<@Nullable Entry> getAll(List<Bytes> keys) {
    return store.getAll(keys);
  }

  @Override
  public void prefetch(List<Bytes> keys) {
    store.prefetch(keys);
  }

  @Override
  public Cursor scan(Bytes from, Bytes to) {
    return store.scan(from, to);
  }

  @Override
  public RangeSize measure(Bytes from, Bytes to) {
    return store.measure(from, to);
  }

  @Override
  public void close() {
    store.close();
  }
}
