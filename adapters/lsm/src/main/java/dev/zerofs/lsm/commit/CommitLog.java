package dev.zerofs.lsm.commit;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.background.Step;
import dev.zerofs.lsm.entry.RangeTombstone;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.memtable.KeyVersion;
import dev.zerofs.lsm.memtable.Memtable;
import dev.zerofs.lsm.segment.SegmentBatch;
import dev.zerofs.lsm.tree.Tree;
import dev.zerofs.lsm.tree.TreeState;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.keyvalue.WriteBatch.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives batches their order. A batch goes, under one lock and without waiting for anything, into
 * the active memtable, the open segment and the journal's queue; then it is visible.
 *
 * <p>As a {@link Step} it seals the open segment when that is due. Safe for use by any number of
 * threads.
 */
public final class CommitLog implements Step {

  private final Driver driver;
  private final Fate fate;
  private final TreeState tree;
  private final SnapshotRegistry snapshots;
  private final Uploads uploads;
  private final BatchSink journal;

  private final ReentrantLock commitLock = new ReentrantLock();
  private final Rotation rotation; // guarded by commitLock
  private volatile long visible;
  private volatile boolean isReplaying;

  /**
   * A log whose first segment has id 0.
   *
   * @param lastSequence the newest batch that recovery found
   * @param replayedSegments how many segments are in the active memtable already
   * @param isReplaying whether batches follow that a journal has already, until {@link #replayed}
   */
  public CommitLog(
      Uploads.Environment environment,
      LogLimits limits,
      TreeState tree,
      SnapshotRegistry snapshots,
      Uploads uploads,
      Backlog backlog,
      BatchSink journal,
      long lastSequence,
      long replayedSegments,
      boolean isReplaying) {
    this.driver = environment.driver();
    this.fate = environment.fate();
    this.tree = tree;
    this.snapshots = snapshots;
    this.uploads = uploads;
    this.journal = journal;
    this.visible = lastSequence;
    this.isReplaying = isReplaying;
    this.rotation = new Rotation(environment, limits, tree, uploads, backlog, replayedSegments);
  }

  /** The newest batch that readers see. */
  public long visible() {
    return visible;
  }

  /** Applies a new batch. */
  public CommitPosition write(NormalBatch batch) {
    return write(batch, journal);
  }

  /**
   * Whether batches of a journal are being applied. They get the numbers that they have there, for
   * whoever replays it after a crash goes by them: nothing may come between.
   */
  public boolean isReplaying() {
    return isReplaying;
  }

  /** Says that nothing more comes from a journal. */
  public void replayed() {
    isReplaying = false;
    driver.wake();
  }

  /** Applies a batch that the journal has already. */
  public CommitPosition writeReplayed(NormalBatch batch) {
    return write(batch, BatchSink.NONE);
  }

  private CommitPosition write(NormalBatch batch, BatchSink sink) {
    boolean wasEmpty;
    long sequence;
    commitLock.lock();
    try {
      fate.check();
      rotation.makeRoom(batch.sizeBytes(), visible);
      wasEmpty = rotation.isEmpty();
      sequence = visible + 1;
      List<KeyVersion> points = apply(batch, sequence);
      sink.committed(sequence, batch);
      visible = sequence;
      trim(points);
    } finally {
      commitLock.unlock();
    }
    if (wasEmpty) {
      driver.wake();
    }
    return new CommitPosition(sequence);
  }

  /**
   * Lets keys refer to where their values were moved, as far as nothing newer was written since
   * somebody looked. For readers nothing changes. Not while the log {@link #isReplaying}.
   *
   * @param moves of keys whose newest entries at {@code seenAt} were those moved
   * @param seenAt the position at which they were looked up
   * @return how many were applied, or empty if what is newer than {@code seenAt} has left memory
   *     meanwhile: then they are to be looked up again
   */
  public OptionalInt relocate(List<Move> moves, long seenAt) {
    int applied;
    boolean wasEmpty;
    commitLock.lock();
    try {
      fate.check();
      if (isReplaying) {
        throw new IllegalStateException("a move would take the number of a journal's batch");
      }
      Tree now = tree.now();
      if (now.flushedSequence() > seenAt) {
        return OptionalInt.empty();
      }
      List<Move> current =
          moves.stream().filter(move -> !now.isWrittenAfter(move.key(), seenAt)).toList();
      applied = current.size();
      rotation.makeRoom(Move.RECORD_BYTES * (long) applied, visible);
      wasEmpty = rotation.isEmpty();
      if (applied > 0) {
        move(current);
      }
    } finally {
      commitLock.unlock();
    }
    if (wasEmpty) {
      driver.wake();
    }
    return OptionalInt.of(applied);
  }

  /** Under the commit lock. To the journal it is a batch without changes: nothing depends on it. */
  private void move(List<Move> moves) {
    long sequence = visible + 1;
    Memtable memtable = tree.now().active();
    List<KeyVersion> points = new ArrayList<>(moves.size());
    moves.forEach(move -> points.add(memtable.add(move.key(), sequence, move.to())));
    rotation.add(new SegmentBatch(sequence, List.of(), points));
    journal.committed(sequence, NormalBatch.of(new WriteBatch()));
    visible = sequence;
    trim(points);
  }

  /**
   * Says that {@code bytes} of the store become free when what is in the active memtable has been
   * merged with everything older.
   */
  public void expectFreed(long bytes) {
    commitLock.lock();
    try {
      tree.now().active().hide(bytes);
    } finally {
      commitLock.unlock();
    }
  }

  /** Whether somebody has been waiting for the store again and again, and so will once more. */
  public boolean isStoreAwaited() {
    return rotation.isStoreAwaited();
  }

  private List<KeyVersion> apply(NormalBatch batch, long sequence) {
    Memtable memtable = tree.now().active();
    List<RangeTombstone> ranges = new ArrayList<>(batch.ranges().size());
    for (Change.DeleteRange range : batch.ranges()) {
      RangeTombstone tombstone = new RangeTombstone(range.from(), range.to(), sequence);
      memtable.add(tombstone);
      ranges.add(tombstone);
    }
    List<KeyVersion> points = new ArrayList<>(batch.points().size());
    for (Change change : batch.points()) {
      points.add(
          switch (change) {
            case Change.Put(Bytes key, Bytes value, int _, int _) ->
                memtable.add(key, sequence, new Value.Inline(value));
            case Change.Delete(Bytes key) -> memtable.add(key, sequence, Value.TOMBSTONE);
            case Change.DeleteRange range ->
                throw new IllegalArgumentException("not a point " + range);
          });
    }
    rotation.add(new SegmentBatch(sequence, ranges, points));
    return points;
  }

  private void trim(List<KeyVersion> points) {
    Memtable memtable = tree.now().active();
    points.forEach(point -> memtable.trim(point, snapshots::anyBetween, rotation::drop));
  }

  /** Seals the open segment and freezes the memtable if it is time. */
  @Override
  public long work() {
    commitLock.lock();
    try {
      if (fate.isReplaced()) {
        return IDLE;
      }
      long untilDue = rotation.work(visible);
      if (untilDue > 0) {
        return untilDue;
      }
    } finally {
      commitLock.unlock();
    }
    driver.wake();
    return 0;
  }

  /** Has everything up to {@code sequence} sealed soon, together with what comes meanwhile. */
  public void wantSealed(long sequence) {
    commitLock.lock();
    try {
      if (!rotation.wantSealed(sequence, visible)) {
        return;
      }
    } finally {
      commitLock.unlock();
    }
    driver.wake();
  }

  /** Seals what there is, so that its memory becomes free some time, if that is of use. */
  public void sealForRoom() {
    commitLock.lock();
    try {
      if (!rotation.isSealingOfUse()) {
        return;
      }
      rotation.sealAll(visible);
    } finally {
      commitLock.unlock();
    }
    driver.wake();
  }

  /** Whether {@link #sealForRoom} would do anything. */
  public boolean isSealingOfUse() {
    commitLock.lock();
    try {
      return rotation.isSealingOfUse();
    } finally {
      commitLock.unlock();
    }
  }

  /**
   * Seals what there is and freezes the memtable, so that all of it can become a table.
   *
   * @return the newest batch: the tables end with it before they go on with a later one
   */
  public long rotate() {
    long last;
    commitLock.lock();
    try {
      rotation.freezeAll(visible);
      last = visible;
    } finally {
      commitLock.unlock();
    }
    driver.wake();
    return last;
  }

  /** Ends the log: nothing is written after this. */
  public void end() {
    commitLock.lock();
    try {
      fate.closed();
    } finally {
      commitLock.unlock();
    }
  }

  /** The first segment id that has not been used; only final once the log has ended. */
  public long nextSegmentId() {
    commitLock.lock();
    try {
      return rotation.nextSegmentId();
    } finally {
      commitLock.unlock();
    }
  }

  /** When the oldest batch came that is not in the store; the greatest number if there is none. */
  public long oldestNanos() {
    long sealed = uploads.oldestNanos();
    if (sealed != Long.MAX_VALUE) {
      return sealed;
    }
    commitLock.lock();
    try {
      return rotation.openedNanos();
    } finally {
      commitLock.unlock();
    }
  }
}
