package dev.zerofs.lsm.commit;

import dev.zerofs.lsm.background.Step;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.memtable.KeyVersion;
import dev.zerofs.lsm.memtable.Memtable;
import dev.zerofs.lsm.segment.OpenSegment;
import dev.zerofs.lsm.segment.SealedSegment;
import dev.zerofs.lsm.segment.SegmentBatch;
import dev.zerofs.lsm.tree.FrozenMemtable;
import dev.zerofs.lsm.tree.TreeState;
import dev.zerofs.ports.time.Clock;
import java.util.List;

/**
 * The end of the log that is still open: decides when the open segment is sealed and the active
 * memtable frozen, and does it. A memtable ends with a segment, never inside one.
 *
 * <p>Guarded by the commit lock, but for {@link #isStoreAwaited}. Who calls with it says which
 * batch is the newest.
 */
final class Rotation {

  /**
   * Syncs that come within this share of an upload's latency go together: some five uploads are
   * under way for many writers, and one of them waits an eighth of a latency more on average.
   */
  private static final int GATHER_SHARE = 4;

  private static final long GATHER_MAX_NANOS = 20_000_000L;

  /** Waits for the store that are further apart have nothing to do with each other. */
  private static final long WANTED_NANOS = 1_000_000_000L;

  /** Another wait is expected within so many times the time between the last two. */
  private static final int EXPECTED_GAPS = 4;

  private final long epoch;
  private final LogLimits limits;
  private final Clock clock;
  private final TreeState tree;
  private final Uploads uploads;
  private final Backlog backlog;

  private OpenSegment open;
  private long lastSealedNanos;
  private boolean sealWanted;
  private long lastWantedNanos;
  private volatile long expectedUntilNanos; // written under the commit lock
  private long memtableSegments; // in the active memtable
  private long memtableSinceNanos; // when its first batch came

  /**
   * A log whose first segment has id 0.
   *
   * @param replayedSegments how many segments are in the active memtable already
   */
  Rotation(
      Uploads.Environment environment,
      LogLimits limits,
      TreeState tree,
      Uploads uploads,
      Backlog backlog,
      long replayedSegments) {
    this.epoch = environment.epoch();
    this.clock = environment.clock();
    this.limits = limits;
    this.tree = tree;
    this.uploads = uploads;
    this.backlog = backlog;
    this.memtableSegments = replayedSegments;
    this.memtableSinceNanos = clock.monotonicNanos();
    this.lastSealedNanos = clock.monotonicNanos() - GATHER_MAX_NANOS;
    this.lastWantedNanos = clock.monotonicNanos() - WANTED_NANOS;
    this.expectedUntilNanos = clock.monotonicNanos();
    this.open = new OpenSegment(new SegmentId(epoch, 0));
  }

  /** Whether nothing has come since the last segment was sealed. */
  boolean isEmpty() {
    return open.isEmpty();
  }

  /** When the first batch of the open segment came; the greatest number if it is empty. */
  long openedNanos() {
    return open.isEmpty() ? Long.MAX_VALUE : open.openedNanos();
  }

  /** The id of the open segment, or of its first part if it should be cut. */
  long nextSegmentId() {
    return open.id().id();
  }

  /** Whether somebody has been waiting for the store again and again, and so will once more. */
  boolean isStoreAwaited() {
    return clock.monotonicNanos() - expectedUntilNanos < 0;
  }

  /**
   * Whether there is something to seal and no earlier segment that waits for its upload: that would
   * go first anyway, and meanwhile the open one had better become large. What is sealed too soon
   * comes back as the size of later segments, for writers that wait until one has gone fill just
   * its place.
   */
  boolean isSealingOfUse() {
    return !open.isEmpty() && !uploads.isAnyWaiting();
  }

  /** Seals the open segment if it would become too large with {@code bytes} more. */
  void makeRoom(long bytes, long newest) {
    // While somebody waits for syncs now and then, nobody shall wait for one large object.
    long sizeMax = isStoreAwaited() ? limits.partBytes() : limits.segmentBytes();
    if (!open.isEmpty() && open.sizeBytes() + bytes > sizeMax) {
      seal(sizeMax, newest);
    }
  }

  /** Adds a batch, which is in the active memtable already. */
  void add(SegmentBatch batch) {
    long before = open.sizeBytes();
    if (open.isEmpty() && memtableSegments == 0) {
      memtableSinceNanos = clock.monotonicNanos();
    }
    open.add(batch, clock.monotonicNanos());
    backlog.add(open.sizeBytes() - before);
  }

  /** Leaves {@code dropped}, which {@code newer} replaces, out if it has not been sealed. */
  void drop(KeyVersion dropped, KeyVersion newer) {
    backlog.remove(open.drop(dropped, newer));
  }

  /**
   * Seals the open segment and freezes the memtable, if it is time.
   *
   * @return 0 or less if it was; else how many nanoseconds it is until then
   */
  long work(long newest) {
    long now = clock.monotonicNanos();
    long untilFrozen = untilFrozenNanos(now);
    long untilDue = Math.min(untilSealedNanos(now), untilFrozen);
    if (untilDue > 0) {
      return untilDue;
    }
    if (!open.isEmpty()) {
      seal(sealWanted ? awaitedPartBytes() : limits.segmentBytes(), newest);
    }
    if (untilFrozen <= 0 && memtableSegments > 0) {
      freeze(newest);
    }
    return 0;
  }

  private long untilSealedNanos(long now) {
    if (open.isEmpty()) {
      return Step.IDLE;
    }
    // Behind one that waits for its upload it would wait too, and could have become larger.
    long byAge =
        uploads.isAnyWaiting()
            ? Step.IDLE
            : limits.flushIntervalNanos() - (now - open.openedNanos());
    return sealWanted ? Math.min(byAge, gatherNanos() - (now - lastSealedNanos)) : byAge;
  }

  private long untilFrozenNanos(long now) {
    boolean isEmpty = open.isEmpty() && memtableSegments == 0;
    return isEmpty || !tree.now().active().isFreeing()
        ? Step.IDLE
        : limits.memtableAgeNanos() - (now - memtableSinceNanos);
  }

  /**
   * Has everything up to {@code sequence} sealed soon, together with what comes meanwhile.
   *
   * @return whether that needs anything to be done that is not under way
   */
  boolean wantSealed(long sequence, long newest) {
    expectMore();
    if (open.firstSequence() > sequence || sealWanted) {
      return false;
    }
    if (clock.monotonicNanos() - lastSealedNanos >= gatherNanos()) {
      seal(awaitedPartBytes(), newest);
    } else {
      sealWanted = true;
    }
    return true;
  }

  /** One wait alone says nothing of others: a file is created, and then the stream comes. */
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

  /**
   * Into what the open segment is cut for somebody who waits for all of it: a piece for every
   * request that may be under way, for more would only add latencies.
   */
  private long awaitedPartBytes() {
    return Math.max(limits.partBytes(), open.sizeBytes() / uploads.parallelism());
  }

  private long gatherNanos() {
    return Math.min(GATHER_MAX_NANOS, uploads.latencyNanos() / GATHER_SHARE);
  }

  /** Seals what there is. */
  void sealAll(long newest) {
    if (!open.isEmpty()) {
      seal(limits.segmentBytes(), newest);
    }
  }

  /** Seals what there is, and freezes the memtable. */
  void freezeAll(long newest) {
    sealAll(newest);
    if (memtableSegments > 0) {
      freeze(newest);
    }
  }

  /** With a segment that is not empty. */
  private void seal(long partBytes, long newest) {
    Memtable memtable = tree.now().active();
    List<SealedSegment> parts = open.seal(memtable, partBytes);
    parts.forEach(uploads::add);
    open = new OpenSegment(new SegmentId(epoch, parts.getLast().id().id() + 1));
    sealWanted = false;
    lastSealedNanos = clock.monotonicNanos();
    memtableSegments += parts.size();
    if (memtable.sizeBytes() >= limits.memtableBytes()
        || memtableSegments >= limits.memtableSegments()) {
      freeze(newest);
    }
  }

  /** With an empty open segment. */
  private void freeze(long newest) {
    tree.rotate(new FrozenMemtable(tree.now().active(), open.id(), newest));
    memtableSegments = 0;
  }
}
