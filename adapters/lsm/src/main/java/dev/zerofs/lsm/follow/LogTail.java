package dev.zerofs.lsm.follow;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.commit.SnapshotRegistry;
import dev.zerofs.lsm.entry.RangeTombstone;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.manifest.EpochLog;
import dev.zerofs.lsm.memtable.KeyVersion;
import dev.zerofs.lsm.memtable.Memtable;
import dev.zerofs.lsm.recovery.Patience;
import dev.zerofs.lsm.segment.LoggedBatch;
import dev.zerofs.lsm.segment.LoggedSegment;
import dev.zerofs.lsm.segment.SegmentLog;
import dev.zerofs.lsm.segment.SegmentLog.Extent;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Takes segments of the log into the tail of a state, in order and each once. How many there can be
 * is bounded by the writer, who must be able to replay them too. For one thread at a time.
 */
final class LogTail {

  /** Segments whose records are in memory at once. */
  private static final int WINDOW = 16;

  private final SegmentLog log;
  private final Driver driver;
  private final SnapshotRegistry snapshots;

  LogTail(SegmentLog log, Driver driver, SnapshotRegistry snapshots) {
    this.log = log;
    this.driver = driver;
    this.snapshots = snapshots;
  }

  /**
   * Follows the logs of the state's manifest as far as they go now.
   *
   * @param publish takes every longer state, each whole
   * @return whether nothing was found missing; else there must be a newer manifest
   */
  boolean follow(FollowedState from, Patience patience, Consumer<FollowedState> publish) {
    FollowedState state = from;
    for (EpochLog epoch : from.manifest().logs()) {
      if (epoch.epoch() < state.next().epoch()) {
        continue;
      }
      boolean begun = epoch.epoch() == state.next().epoch();
      long first = begun ? Math.max(epoch.replayFrom(), state.next().id()) : epoch.replayFrom();
      Extent extent =
          epoch.isClosed()
              ? new Extent(epoch.fenceId().orElseThrow(), true)
              : patience.get(() -> log.extent(epoch.epoch(), first));
      for (long id = first; id < extent.endId(); id += WINDOW) {
        List<LoggedSegment> window =
            read(epoch, id, Math.min(id + WINDOW, extent.endId()), patience);
        if (window.isEmpty()) {
          return false;
        }
        state = state.upTo(apply(state, window), new SegmentId(epoch.epoch(), id + window.size()));
        publish.accept(state);
      }
      if (!extent.isFenced()) {
        return true;
      }
      state = state.upTo(state.position(), new SegmentId(epoch.epoch() + 1, 0));
      publish.accept(state);
    }
    return true;
  }

  /** The segments from {@code from} up to {@code end}; none if one of them is gone. */
  private List<LoggedSegment> read(EpochLog epoch, long from, long end, Patience patience) {
    List<Callable<Optional<LoggedSegment>>> reads = new ArrayList<>();
    for (long id = from; id < end; id++) {
      SegmentId segment = new SegmentId(epoch.epoch(), id);
      reads.add(() -> patience.get(() -> Optional.ofNullable(log.read(segment))));
    }
    List<LoggedSegment> segments = new ArrayList<>();
    for (Optional<LoggedSegment> read : driver.parallel(reads)) {
      if (read.isEmpty()) {
        return List.of();
      }
      segments.add(required(read.get(), epoch, from + segments.size()));
    }
    return segments;
  }

  private LoggedSegment required(LoggedSegment segment, EpochLog epoch, long id) {
    if (segment.isFence() || segment.incarnation() != epoch.incarnation()) {
      throw new KeyValueException.Corrupt(
          "log segment "
              + log.key(new SegmentId(epoch.epoch(), id))
              + " is not what its writer made",
          null);
    }
    return segment;
  }

  /** Applies {@code segments} and returns their newest batch. */
  private long apply(FollowedState state, List<LoggedSegment> segments) {
    Memtable memtable = state.tail();
    List<KeyVersion> written = new ArrayList<>();
    for (LoggedSegment segment : segments) {
      for (LoggedBatch batch : segment.batches()) {
        for (RangeTombstone range : batch.ranges()) {
          memtable.add(range);
        }
        for (LoggedBatch.Point point : batch.points()) {
          written.add(memtable.add(point.key(), batch.sequence(), point.value()));
        }
      }
    }
    // The states of now and of open snapshots are registered; nobody reads in between.
    written.forEach(version -> memtable.trim(version, snapshots::anyBetween, (_, _) -> {}));
    return segments.getLast().lastSequence();
  }
}
