package dev.zerofs.domain;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Checkpoint;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.RangeSize;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.keyvalue.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store that tells a test of every call before it is done: the test may look, wait or throw.
 * Hooks are set between operations; reads of snapshots are not told.
 */
final class HookedStore implements KeyValueStore {
  private final KeyValueStore store;

  /** What {@link #write} was given, in order. */
  final List<WriteBatch> batches = new ArrayList<>();

  volatile Consumer<Bytes> onGet = _ -> {};
  volatile Consumer<List<Bytes>> onPrefetch = _ -> {};
  volatile Consumer<Bytes> onMeasureFrom = _ -> {};
  volatile Consumer<WriteBatch> onWrite = _ -> {};
  volatile Consumer<Long> onAdmit = _ -> {};
  volatile Consumer<CommitPosition> onSync = _ -> {};
  volatile Runnable onConfirm = () -> {};
  volatile Runnable onSnapshot = () -> {};

  HookedStore(KeyValueStore store) {
    this.store = store;
  }

  @Override
  public @Nullable Entry get(Bytes key) {
    onGet.accept(key);
    return store.get(key);
  }

  @Override
  public List<@Nullable Entry> getAll(List<Bytes> keys) {
    keys.forEach(onGet);
    return store.getAll(keys);
  }

  @Override
  public Cursor scan(Bytes from, Bytes to) {
    return store.scan(from, to);
  }

  @Override
  public RangeSize measure(Bytes from, Bytes to) {
    onMeasureFrom.accept(from);
    return store.measure(from, to);
  }

  @Override
  public void prefetch(List<Bytes> keys) {
    onPrefetch.accept(keys);
    store.prefetch(keys);
  }

  @Override
  public Snapshot snapshot() {
    onSnapshot.run();
    return store.snapshot();
  }

  @Override
  public void admit(long bytes) {
    onAdmit.accept(bytes);
    store.admit(bytes);
  }

  @Override
  public CommitPosition write(WriteBatch batch) {
    onWrite.accept(batch);
    synchronized (batches) {
      batches.add(batch);
    }
    return store.write(batch);
  }

  @Override
  public void sync(CommitPosition position) {
    onSync.accept(position);
    store.sync(position);
  }

  @Override
  public void syncToBackingStore(CommitPosition position) {
    onSync.accept(position);
    store.syncToBackingStore(position);
  }

  @Override
  public void confirmOwnership() {
    onConfirm.run();
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
  public void close() {
    store.close();
  }
}
