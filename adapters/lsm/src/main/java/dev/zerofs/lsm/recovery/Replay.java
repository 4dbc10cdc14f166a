package dev.zerofs.lsm.recovery;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.entry.RangeTombstone;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.manifest.EpochLog;
import dev.zerofs.lsm.memtable.KeyVersion;
import dev.zerofs.lsm.memtable.Memtable;
import dev.zerofs.lsm.segment.LoggedBatch;
import dev.zerofs.lsm.segment.LoggedSegment;
import dev.zerofs.lsm.segment.SegmentLog;
import dev.zerofs.lsm.tree.FrozenMemtable;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Reads the logs after their replay positions into memtables. Only record blocks are read, several
 * segments at once. For one thread.
 */
public final class Replay {

  /** Segments whose records are in memory at once. */
  private static final int WINDOW = 16;

  private final SegmentLog log;
  private final Driver driver;
  private final Patience patience;
  private final long memtableBytes;
  private final List<FrozenMemtable> frozen = new ArrayList<>();
  private Memtable active = new Memtable();
  private long lastSequence;
  private long segmentCount;

  /**
   * A replay that has not begun.
   *
   * @param memtableBytes when to begin a new memtable
   * @param sequenceFloor the newest batch that is in the tables
   */
  public Replay(
      SegmentLog log, Driver driver, Patience patience, long memtableBytes, long sequenceFloor) {
    this.log = log;
    this.driver = driver;
    this.patience = patience;
    this.memtableBytes = memtableBytes;
    this.lastSequence = sequenceFloor;
  }

  /** Replays one closed log. Logs come in the order of their epochs. */
  public void run(EpochLog closed) {
    long end = closed.fenceId().orElseThrow();
    for (long from = closed.replayFrom(); from < end; from += WINDOW) {
      List<Callable<LoggedSegment>> reads = new ArrayList<>();
      for (long id = from; id < Math.min(end, from + WINDOW); id++) {
        SegmentId segment = new SegmentId(closed.epoch(), id);
        reads.add(() -> patience.get(() -> read(segment, closed.incarnation())));
      }
      long id = from;
      for (LoggedSegment segment : driver.parallel(reads)) {
        apply(segment);
        endSegment(new SegmentId(closed.epoch(), ++id));
      }
    }
  }

  private LoggedSegment read(SegmentId id, long incarnation) {
    LoggedSegment segment = log.read(id);
    if (segment == null || segment.isFence() || segment.incarnation() != incarnation) {
      throw new KeyValueException.Corrupt(
          "log segment "
              + log.key(id)
              + (segment == null ? " is missing" : " is not what its writer made"),
          null);
    }
    return segment;
  }

  private void apply(LoggedSegment segment) {
    for (LoggedBatch batch : segment.batches()) {
      for (RangeTombstone range : batch.ranges()) {
        active.add(range);
      }
      for (LoggedBatch.Point point : batch.points()) {
        KeyVersion version = active.add(point.key(), batch.sequence(), point.value());
        active.trim(version, (_, _) -> false, (_, _) -> {});
      }
    }
    lastSequence = Math.max(lastSequence, segment.lastSequence());
    segmentCount++;
  }

  private void endSegment(SegmentId next) {
    if (active.sizeBytes() >= memtableBytes) {
      frozen.addFirst(new FrozenMemtable(active, next, lastSequence));
      active = new Memtable();
      segmentCount = 0;
    }
  }

  /** The memtable that new batches go on in. */
  public Memtable active() {
    return active;
  }

  /** Full memtables, newest first. */
  public List<FrozenMemtable> frozen() {
    return frozen;
  }

  /** The newest batch found. */
  public long lastSequence() {
    return lastSequence;
  }

  /** How many segments are in the active memtable. */
  public long activeSegmentCount() {
    return segmentCount;
  }
}
