package dev.zerofs.lsm;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.commit.CommitLog;
import dev.zerofs.lsm.commit.Fate;
import dev.zerofs.lsm.commit.NormalBatch;
import dev.zerofs.lsm.commit.Ownership;
import dev.zerofs.lsm.commit.SnapshotRegistry;
import dev.zerofs.lsm.commit.Uploads;
import dev.zerofs.lsm.journal.Journal;
import dev.zerofs.lsm.manifest.CheckpointState;
import dev.zerofs.lsm.read.ReadView;
import dev.zerofs.lsm.read.Tables;
import dev.zerofs.lsm.read.ValueReader;
import dev.zerofs.lsm.tree.TreeState;
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
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The store: it knows the parts and asks each for its own. */
final class LsmKeyValueStore implements KeyValueStore {

  /**
   * The parts of an open store.
   *
   * @param epoch the writer's epoch
   * @param cloneId what the volume is, if it is a clone
   * @param driver runs what no caller's thread should
   * @param fate whether it still serves
   * @param tree memtables and runs
   * @param snapshots who reads at which position
   * @param log orders batches
   * @param uploads brings segments into the store
   * @param ownership whether this writer is the volume's
   * @param admission bounds what is in memory
   * @param journal the local journal, or null
   * @param tables opens tables
   * @param values fetches values
   * @param checkpoints finds checkpoints
   * @param deletion deletes checkpoints
   * @param closing brings everything to rest
   * @param figures numbers for people
   * @param reads what is kept of it on this machine
   */
  record Parts(
      long epoch,
      Optional<UUID> cloneId,
      Driver driver,
      Fate fate,
      TreeState tree,
      SnapshotRegistry snapshots,
      CommitLog log,
      Uploads uploads,
      Ownership ownership,
      Admission admission,
      @Nullable Journal journal,
      Tables tables,
      ValueReader values,
      Checkpoints checkpoints,
      CheckpointDeletion deletion,
      Closing closing,
      Figures figures,
      ReadPath reads) {}

  private final Durability durability;
  private final Parts parts;

  LsmKeyValueStore(Durability durability, Parts parts) {
    this.durability = durability;
    this.parts = parts;
  }

  @Override
  public Snapshot snapshot() {
    parts.fate().check();
    return open();
  }

  private LsmSnapshot open() {
    SnapshotRegistry.Reading reading = parts.snapshots().open(parts.log()::visible);
    // The tree after the position: it holds everything up to there.
    ReadView view = new ReadView(parts.tree().now().sources(), reading.position(), parts.values());
    return snapshot(view, reading.position(), reading);
  }

  private LsmSnapshot snapshot(ReadView view, long position, SnapshotRegistry.Reading reading) {
    return new LsmSnapshot(
        view,
        position,
        parts.fate()::check,
        () -> parts.ownership().recheck(parts.uploads()::nextId),
        parts.tables().lookups(),
        () -> parts.snapshots().close(reading));
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
    Snapshot now = snapshot();
    return new OwningCursor(now.scan(from, to), now);
  }

  @Override
  public RangeSize measure(Bytes from, Bytes to) {
    try (Snapshot now = snapshot()) {
      return now.measure(from, to);
    }
  }

  /** On the tree as it is: a hint needs no snapshot, and what is gone meanwhile is not fetched. */
  @Override
  public void prefetch(List<Bytes> keys) {
    new ReadView(parts.tree().now().sources(), parts.log().visible(), parts.values())
        .prefetch(keys);
  }

  @Override
  public void admit(long bytes) {
    parts.admission().admit(bytes);
  }

  @Override
  public CommitPosition write(WriteBatch batch) {
    return parts.log().write(NormalBatch.of(batch));
  }

  @Override
  public void sync(CommitPosition position) {
    long sequence = position.sequence();
    Journal journal = parts.journal();
    switch (durability) {
      case MEMORY -> parts.fate().check();
      case BUCKET -> syncToBackingStore(position);
      case JOURNAL -> {
        parts.fate().check();
        if (journal == null || !journal.sync(sequence)) {
          syncToBackingStore(position);
        }
      }
    }
    confirmOwnership();
  }

  @Override
  public CompletionStage<Void> whenSynced(CommitPosition position) {
    Journal journal = parts.journal();
    if (durability != Durability.JOURNAL || journal == null) {
      return KeyValueStore.super.whenSynced(position);
    }
    return journal
        .whenSynced(position.sequence())
        .thenCompose(
            stable -> stable && parts.ownership().isFresh() ? serving() : syncElsewhere(position));
  }

  private CompletionStage<Void> serving() {
    parts.fate().check();
    return CompletableFuture.completedStage(null);
  }

  /** Not in this thread, which may have to write the journal for others. */
  private CompletionStage<Void> syncElsewhere(CommitPosition position) {
    return CompletableFuture.runAsync(
        () -> sync(position),
        task -> {
          if (!parts.driver().spawn(task)) {
            throw new KeyValueException.Closed("the store is closed", null);
          }
        });
  }

  @Override
  public void syncToBackingStore(CommitPosition position) {
    long sequence = position.sequence();
    if (parts.uploads().durableSequence() >= sequence) {
      parts.fate().check();
      return;
    }
    if (sequence > parts.log().visible()) {
      throw new IllegalArgumentException("position " + sequence + " is yet to be written");
    }
    parts.log().wantSealed(sequence);
    parts.uploads().await(sequence);
  }

  @Override
  public void confirmOwnership() {
    parts.ownership().confirm(parts.uploads()::nextId);
  }

  @Override
  public SortedMap<String, Long> figures() {
    return parts.figures().now();
  }

  @Override
  public long epoch() {
    return parts.epoch();
  }

  @Override
  public Optional<UUID> cloneId() {
    return parts.cloneId();
  }

  @Override
  public Checkpoint createCheckpoint(String name) {
    parts.fate().check();
    return parts.closing().checkpoint(name);
  }

  @Override
  public List<Checkpoint> checkpoints() {
    parts.fate().check();
    return parts.checkpoints().all();
  }

  @Override
  public Snapshot openCheckpoint(String name) {
    parts.fate().check();
    // Before the checkpoint is looked up: whoever deletes it afterwards leaves its objects.
    SnapshotRegistry.Reading reading = parts.snapshots().openElsewhere();
    try {
      CheckpointState state = parts.checkpoints().find(name);
      long sequence = state.checkpoint().position().sequence();
      ReadView view = new ReadView(parts.tables().readers(state.runs()), sequence, parts.values());
      return snapshot(view, sequence, reading);
    } catch (IllegalArgumentException e) {
      parts.snapshots().close(reading);
      throw e;
    }
  }

  @Override
  public void deleteCheckpoint(String name) {
    parts.fate().check();
    parts.deletion().delete(name);
  }

  @Override
  public void close() {
    parts.closing().close();
    parts.reads().close();
  }
}
