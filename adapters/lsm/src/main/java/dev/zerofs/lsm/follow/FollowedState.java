package dev.zerofs.lsm.follow;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.SortedSource;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.memtable.Memtable;
import dev.zerofs.lsm.read.RunReader;
import dev.zerofs.lsm.read.Tables;
import java.util.ArrayList;
import java.util.List;

/**
 * A prefix of the volume's history.
 *
 * @param manifest the tables it stands on
 * @param runs those tables, newest run first
 * @param tail what the log has beyond them; may have batches after the position already
 * @param position the newest batch of the prefix
 * @param next the first segment that is not in the tail; of earlier epochs nothing is missing
 * @param asOfNanos on the monotonic clock: everything that was in the store then is in the prefix
 */
public record FollowedState(
    Manifest manifest,
    List<RunReader> runs,
    Memtable tail,
    long position,
    SegmentId next,
    long asOfNanos) {

  /** Copies the list. */
  public FollowedState {
    runs = List.copyOf(runs);
  }

  /** What {@code manifest} alone has, of a time before everything. */
  static FollowedState of(Manifest manifest, Tables tables, long asOfNanos) {
    return new FollowedState(
        manifest,
        tables.readers(manifest.runs()),
        new Memtable(),
        manifest.sequenceFloor(),
        new SegmentId(0, 0),
        asOfNanos);
  }

  /** Everything to look through, newest first. */
  public List<SortedSource> sources() {
    List<SortedSource> sources = new ArrayList<>(1 + runs.size());
    sources.add(tail);
    sources.addAll(runs);
    return sources;
  }

  /**
   * The same prefix, or a longer one, on the tables of a newer manifest. What these hold leaves the
   * tail: compaction and reclamation may have moved it, and the tail would hide that.
   */
  FollowedState on(Manifest newer, Tables tables) {
    long floor = newer.sequenceFloor();
    return new FollowedState(
        newer,
        tables.readers(newer.runs()),
        floor > manifest.sequenceFloor() ? tail.after(floor) : tail,
        Math.max(position, floor),
        next,
        asOfNanos);
  }

  FollowedState upTo(long newPosition, SegmentId newNext) {
    return new FollowedState(
        manifest, runs, tail, Math.max(position, newPosition), newNext, asOfNanos);
  }

  FollowedState asOf(long nanos) {
    return new FollowedState(manifest, runs, tail, position, next, nanos);
  }
}
