package dev.zerofs.lsm.commit;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.background.Step;
import dev.zerofs.lsm.entry.RangeTombstone;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.memtable.KeyVersion;
import dev.zerofs.lsm.memtable.Memtable;
import dev.zerofs.lsm.segment.OpenSegment;
import dev.zerofs.lsm.segment.SealedSegment;
import dev.zerofs.lsm.segment.SegmentBatch;
import dev.zerofs.lsm.tree.FrozenMemtable;
import dev.zerofs.lsm.tree.Tree;
import dev.zerofs.lsm.tree.TreeState;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.keyvalue.WriteBatch.Change;
import dev.zerofs.ports.time.Clock;
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

  /** Syncs that come within this share of an upload's latency go together. */
  private static final int GATHER_SHARE = 5;

  private static final long GATHER_MAX_NANOS = 20_000_000L;

  /** Waits for the store that are further apart have nothing to do with each other. */
  private static final long WANTED_NANOS = 1_000_000_000L;

  /** Another wait is expected within so many times the time between the last two. */
  private static final int EXPECTED_GAPS = 4;

  private final long epoch;
  private final LogLimits limits;
  private final Clock clock;
  private final Driver driver;
  private final Fate fate;
  private final TreeState tree;
  private final SnapshotRegistry snapshots;
  private final Uploads uploads;
  private final Backlog backlog;
  private final BatchSink journal;

  private final ReentrantLock commitLock = new ReentrantLock();
  private OpenSegment open; // guarded by commitLock
  private long lastSealedNanos; // guarded by commitLock
  private boolean sealWanted; // guarded by commitLock
  private long lastWantedNanos; // guarded by commitLock
  private volatile long expectedUntilNanos; // written under commitLock
  private long memtableSegments; // in the active memtable; guarded by commitLock
  private long memtableSinceNanos; // when its first batch came; guarded by commitLock
  private volatile long visible;

  /**
   * A log whose first segment has id 0.
   *
   * @param lastSequence the newest batch that recovery found
   * @param replayedSegments how many segments are in the active memtable already
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
      long replayedSegments) {
    this.epoch = environment.epoch();
    this.clock = environment.clock();
    this.driver = environment.driver();
    this.fate = environment.fate();
    this.limits = limits;
    this.tree = tree;
    this.snapshots = snapshots;
    this.uploads = uploads;
    this.backlog = backlog;
    this.journal = journal;
    this.visible = lastSequence;
    this.memtableSegments = replayedSegments;
    this.memtableSinceNanos = clock.monotonicNanos();
    this.lastSealedNanos = clock.monotonicNanos() - GATHER_MAX_NANOS;
    this.lastWantedNanos = clock.monotonicNanos() - WANTED_NANOS;
    this.expectedUntilNanos = clock.monotonicNanos();
    this.open = new OpenSegment(new SegmentId(epoch, 0));
  }

  /** The newest batch that readers see. */
  public long visible() {
    return visible;
  }

  /** Applies a new batch. */
  public CommitPosition write(NormalBatch batch) {
    return write(batch, journal);
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
      makeRoom(batch.sizeBytes());
      wasEmpty = open.isEmpty();
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

  private void makeRoom(long bytes) {
    long sizeMax = segmentBytesMax();
    if (!open.isEmpty() && open.sizeBytes() + bytes > sizeMax) {
      seal(sizeMax);
    }
  }

  /**
   * Lets keys refer to where their values were moved, as far as nothing newer was written since
   * somebody looked. For readers nothing changes.
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
      Tree now = tree.now();
      if (now.flushedSequence() > seenAt) {
        return OptionalInt.empty();
      }
      List<Move> current =
          moves.stream().filter(move -> !now.isWrittenAfter(move.key(), seenAt)).toList();
      applied = current.size();
      makeRoom(Move.RECORD_BYTES * (long) applied);
      wasEmpty = open.isEmpty();
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
    log(new SegmentBatch(sequence, List.of(), points));
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

  /** While somebody waits for syncs now and then, nobody shall wait for one large object. */
  private long segmentBytesMax() {
    return isStoreAwaited() ? limits.partBytes() : limits.segmentBytes();
  }

  /**
   * Into what the open segment is cut for somebody who waits for all of it: a piece for every
   * request that may be under way, for more would only add latencies.
   */
  private long awaitedPartBytes() {
    return Math.max(limits.partBytes(), open.sizeBytes() / uploads.parallelism());
  }

  /** Whether somebody has been waiting for the store again and again, and so will once more. */
  public boolean isStoreAwaited() {
    return clock.monotonicNanos() - expectedUntilNanos < 0;
  }

  /**
   * One wait alone says nothing of others: a file is created, and then the stream comes. Under the
   * commit lock.
   */
  private void expectMore() {
    long now = clock.monotonicNanos();
    long gap = now - lastWantedNanos;
    lastWantedNanos = now;
    if (gap < WANTED_NANOS) {
      long counted = Math.max(gap, Math.max(GATHER_MAX_NANOS, uploads.latencyNanos()));
      long expected = now + Math.min(WANTED_NANOS, EXPECTED_GAPS * counted);
      expectedUntilNanos = Math.max(expectedUntilNanos, expected);
    }
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
    log(new SegmentBatch(sequence, ranges, points));
    return points;
  }

  private void log(SegmentBatch batch) {
    long before = open.sizeBytes();
    if (open.isEmpty() && memtableSegments == 0) {
      memtableSinceNanos = clock.monotonicNanos();
    }
    open.add(batch, clock.monotonicNanos());
    backlog.add(open.sizeBytes() - before);
  }

  private void trim(List<KeyVersion> points) {
    Memtable memtable = tree.now().active();
    for (KeyVersion point : points) {
      memtable.trim(
          point,
          snapshots::anyBetween,
          (dropped, newer) -> backlog.remove(open.drop(dropped, newer)));
    }
  }

  /** Seals the open segment and freezes the memtable if it is time. */
  @Override
  public long work() {
    commitLock.lock();
    try {
      if (fate.isReplaced()) {
        return IDLE;
      }
      long now = clock.monotonicNanos();
      long untilSealed = untilSealedNanos(now);
      long untilFrozen = untilFrozenNanos(now);
      if (untilSealed > 0 && untilFrozen > 0) {
        return Math.min(untilSealed, untilFrozen);
      }
      if (!open.isEmpty()) {
        seal(sealWanted ? awaitedPartBytes() : limits.segmentBytes());
      }
      if (untilFrozen <= 0 && memtableSegments > 0) {
        freeze();
      }
    } finally {
      commitLock.unlock();
    }
    driver.wake();
    return 0;
  }

  private long untilSealedNanos(long now) {
    if (open.isEmpty()) {
      return IDLE;
    }
    // Behind one that waits for its upload it would wait too, and could have become larger.
    long byAge =
        uploads.isAnyWaiting() ? IDLE : limits.flushIntervalNanos() - (now - open.openedNanos());
    return sealWanted ? Math.min(byAge, gatherNanos() - (now - lastSealedNanos)) : byAge;
  }

  private long untilFrozenNanos(long now) {
    boolean isEmpty = open.isEmpty() && memtableSegments == 0;
    return isEmpty || !tree.now().active().isFreeing()
        ? IDLE
        : limits.memtableAgeNanos() - (now - memtableSinceNanos);
  }

  /** Has everything up to {@code sequence} sealed soon, together with what comes meanwhile. */
  public void wantSealed(long sequence) {
    commitLock.lock();
    try {
      expectMore();
      if (open.firstSequence() > sequence || sealWanted) {
        return;
      }
      if (clock.monotonicNanos() - lastSealedNanos >= gatherNanos()) {
        seal(awaitedPartBytes());
      } else {
        sealWanted = true;
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
      if (!isSealingOfUse()) {
        return;
      }
      seal(limits.segmentBytes());
    } finally {
      commitLock.unlock();
    }
    driver.wake();
  }

  /**
   * Whether there is something to seal and no earlier segment that waits for its upload: that would
   * go first anyway, and meanwhile the open one had better become large. What is sealed too soon
   * comes back as the size of later segments, for writers that wait until one has gone fill just
   * its place.
   */
  public boolean isSealingOfUse() {
    commitLock.lock();
    try {
      return !open.isEmpty() && !uploads.isAnyWaiting();
    } finally {
      commitLock.unlock();
    }
  }

  private long gatherNanos() {
    return Math.min(GATHER_MAX_NANOS, uploads.latencyNanos() / GATHER_SHARE);
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
      if (!open.isEmpty()) {
        seal(limits.segmentBytes());
      }
      if (memtableSegments > 0) {
        freeze();
      }
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
      return open.id().id();
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
      return open.isEmpty() ? Long.MAX_VALUE : open.openedNanos();
    } finally {
      commitLock.unlock();
    }
  }

  /** Under the commit lock, with a segment that is not empty. */
  private void seal(long partBytes) {
    Memtable memtable = tree.now().active();
    List<SealedSegment> parts = open.seal(memtable, partBytes);
    parts.forEach(uploads::add);
    open = new OpenSegment(new SegmentId(epoch, parts.getLast().id().id() + 1));
    sealWanted = false;
    lastSealedNanos = clock.monotonicNanos();
    memtableSegments += parts.size();
    if (memtable.sizeBytes() >= limits.memtableBytes()
        || memtableSegments >= limits.memtableSegments()) {
      freeze();
    }
  }

  /** Under the commit lock, with an empty open segment. */
  private void freeze() {
    tree.rotate(new FrozenMemtable(tree.now().active(), open.id(), visible));
    memtableSegments = 0;
  }
}
