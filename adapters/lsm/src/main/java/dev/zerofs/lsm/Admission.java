package dev.zerofs.lsm;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.commit.Backlog;
import dev.zerofs.lsm.commit.CommitLog;
import dev.zerofs.lsm.commit.Fate;
import dev.zerofs.lsm.commit.Uploads;
import dev.zerofs.lsm.journal.Journal;
import dev.zerofs.lsm.tree.TreeState;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.time.Clock;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Lets changes in while there is room: in memory for what is not uploaded, in memory for tables
 * that are not flushed, in the journal; and while compaction keeps the runs few. Safe for use by
 * any number of threads.
 */
final class Admission {

  /** How many full memtables may wait to be flushed. */
  private static final int FROZEN_MAX = 2;

  /** How many sorted runs there may be before writers wait for them to be merged. */
  private static final int RUNS_MAX = 24;

  /** What the journal may hold in memory before it is written without anybody waiting for it. */
  private static final long JOURNAL_QUEUE_BYTES_MAX = 8L << 20;

  /** The same of a small journal: it may have this share of its files in memory. */
  private static final int JOURNAL_QUEUE_SHARE = 32;

  /** How much more than its bytes a change may take in the journal. */
  private static final long JOURNAL_RESERVE_BYTES = 1L << 20;

  /** Smaller changes go through even if the store is full: deletes are such. */
  private static final long SMALL_BYTES = 4096;

  /** A change of more bytes is a part of a stream, which can wait a little. */
  private static final long STREAM_BYTES = 128 << 10;

  /** While others wait for the store, so much of a stream lies ahead of them for each upload. */
  private static final double AHEAD_PER_UPLOAD = 1;

  /** How often a waiting caller looks whether the store has been failing for too long. */
  private static final long LOOK_NANOS = 500_000_000L;

  private final LsmOptions options;
  private final Clock clock;
  private final Driver driver;
  private final Fate fate;
  private final Backlog backlog;
  private final TreeState tree;
  private final CommitLog log;
  private final Uploads uploads;
  private final @Nullable Journal journal;
  private final Room room;
  private final LongAdder waits = new LongAdder();
  private final LongAdder waitedNanos = new LongAdder();

  Admission(
      LsmOptions options,
      Uploads.Environment environment,
      Backlog backlog,
      TreeState tree,
      CommitLog log,
      Uploads uploads,
      @Nullable Journal journal,
      Room room) {
    this.options = options;
    this.clock = environment.clock();
    this.driver = environment.driver();
    this.fate = environment.fate();
    this.backlog = backlog;
    this.tree = tree;
    this.log = log;
    this.uploads = uploads;
    this.journal = journal;
    this.room = room;
  }

  /** See {@link dev.zerofs.ports.keyvalue.KeyValueStore#admit}. */
  void admit(long bytes) {
    fate.check();
    if (isFullFor(bytes)) {
      throw full();
    }
    if (journal != null) {
      journal.relieve(
          Math.min(JOURNAL_QUEUE_BYTES_MAX, options.journalBytes() / JOURNAL_QUEUE_SHARE));
    }
    if (options.durability() == Durability.BUCKET) {
      requireNoOutage();
    }
    if (!hasRoom(bytes)) {
      long begun = clock.monotonicNanos();
      waits.increment();
      awaitRoom(bytes);
      waitedNanos.add(clock.monotonicNanos() - begun);
    }
    // Last, for it counts a change only until that must be among what waits for the store.
    if (!room.tryAccept(bytes)) {
      throw full();
    }
  }

  private static KeyValueException full() {
    return new KeyValueException.OutOfSpace("the object store is full", null);
  }

  private void awaitRoom(long bytes) {
    while (!hasRoom(bytes)) {
      if (isFullFor(bytes)) {
        throw full();
      }
      requireNoOutage();
      log.sealForRoom();
      var _ =
          driver.await(() -> hasRoom(bytes) || log.isSealingOfUse() || fate.isOver(), LOOK_NANOS);
      fate.check();
    }
  }

  /** A store that refuses what was accepted: something else has taken its room. */
  private boolean isFullFor(long bytes) {
    return uploads.isFull() && bytes > SMALL_BYTES;
  }

  /** How often a writer had to wait. */
  long waitCount() {
    return waits.sum();
  }

  /** How long writers have waited together. */
  long waitedNanos() {
    return waitedNanos.sum();
  }

  private boolean hasRoom(long bytes) {
    long waiting = backlog.bytes();
    boolean memory = waiting == 0 || waiting + bytes <= waitingBytesMax(bytes);
    return memory
        && tree.now().frozen().size() <= FROZEN_MAX
        && tree.now().runs().size() <= RUNS_MAX
        && (journal == null
            || waiting == 0
            || journal.roomBytes() >= bytes + JOURNAL_RESERVE_BYTES);
  }

  /**
   * What is uploaded in order is waited for in order: a stream that fills all memory there is would
   * make everybody else's small sync wait for all of it. So it keeps the uploads busy, and no more.
   */
  private long waitingBytesMax(long bytes) {
    long most = options.unuploadedBytes();
    if (bytes <= STREAM_BYTES || !log.isStoreAwaited()) {
      return most;
    }
    double ahead = AHEAD_PER_UPLOAD * options.uploadParallelism() * options.log().partBytes();
    return Math.min(most, (long) ahead);
  }

  private void requireNoOutage() {
    if (!uploads.isFailing()) {
      return;
    }
    long oldest = log.oldestNanos();
    if (oldest != Long.MAX_VALUE && clock.monotonicNanos() - oldest > options.outageAfterNanos()) {
      throw new KeyValueException.Unavailable("the object store does not take anything", null);
    }
  }
}
