package dev.zerofs.lsm.flush;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.manifest.CheckpointState;
import dev.zerofs.lsm.manifest.EpochLog;
import dev.zerofs.lsm.manifest.Incarnation;
import dev.zerofs.lsm.manifest.JournalState;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Manifests made from manifests: pure functions. */
public final class Manifests {

  private Manifests() {}

  static Manifest withVersion(Manifest base, long version) {
    return new Manifest(
        version,
        base.epoch(),
        base.incarnation(),
        base.volume(),
        base.nextSstId(),
        base.sequenceFloor(),
        base.volumePrefixes(),
        base.runs(),
        base.logs(),
        base.checkpoints(),
        base.incarnations());
  }

  /**
   * The tree with a flushed memtable.
   *
   * @param run what it became, or null if nothing of it is left
   * @param end the first segment to replay from now on
   * @param sequence the newest batch in it
   */
  static Manifest withFlushed(
      Manifest base, @Nullable Run run, SegmentId end, long sequence, long nextSstId) {
    List<Run> runs = new ArrayList<>();
    if (run != null) {
      runs.add(run);
    }
    runs.addAll(base.runs());
    return new Manifest(
        base.version(),
        base.epoch(),
        base.incarnation(),
        base.volume(),
        Math.max(base.nextSstId(), nextSstId),
        Math.max(base.sequenceFloor(), sequence),
        base.volumePrefixes(),
        runs,
        replayedUpTo(base.logs(), end),
        base.checkpoints(),
        base.incarnations());
  }

  /**
   * The tree with some runs merged.
   *
   * @param inputs neighbours among the runs of {@code base}
   * @param output what they became, or null if nothing of them is left
   * @throws IllegalArgumentException if they are no neighbours there
   */
  public static Manifest withCompacted(
      Manifest base, List<Run> inputs, @Nullable Run output, long nextSstId) {
    int from = Collections.indexOfSubList(base.runs(), inputs);
    if (from < 0) {
      throw new IllegalArgumentException("the runs that were merged are not there any more");
    }
    List<Run> runs = new ArrayList<>(base.runs());
    runs.subList(from, from + inputs.size()).clear();
    if (output != null) {
      runs.add(from, output);
    }
    return new Manifest(
        base.version(),
        base.epoch(),
        base.incarnation(),
        base.volume(),
        Math.max(base.nextSstId(), nextSstId),
        base.sequenceFloor(),
        base.volumePrefixes(),
        runs,
        base.logs(),
        base.checkpoints(),
        base.incarnations());
  }

  /** A closed log of which nothing is replayed any more is of no interest. */
  private static List<EpochLog> replayedUpTo(List<EpochLog> logs, SegmentId end) {
    List<EpochLog> kept = new ArrayList<>();
    for (EpochLog log : logs) {
      long from = log.epoch() == end.epoch() ? end.id() : log.replayFrom();
      boolean done = log.epoch() < end.epoch() || log.fenceId().orElse(Long.MAX_VALUE) <= from;
      if (!done || log.epoch() == logs.getLast().epoch()) {
        kept.add(new EpochLog(log.epoch(), log.incarnation(), from, log.fenceId(), log.journal()));
      }
    }
    return kept;
  }

  /** The tree with other logs. */
  public static Manifest withLogs(Manifest base, List<EpochLog> logs) {
    return withLists(base, logs, base.checkpoints(), base.incarnations());
  }

  /** The tree with another journal of the writer's own log, which may also be closed. */
  public static Manifest withOwnLog(
      Manifest base, OptionalLong fenceId, @Nullable JournalState journal) {
    List<EpochLog> logs = new ArrayList<>(base.logs());
    EpochLog own = logs.removeLast();
    logs.add(new EpochLog(own.epoch(), own.incarnation(), own.replayFrom(), fenceId, journal));
    return withLogs(base, logs);
  }

  /** The tree with other checkpoints, which must be in order. */
  public static Manifest withCheckpoints(Manifest base, List<CheckpointState> checkpoints) {
    return withLists(base, base.logs(), checkpoints, base.incarnations());
  }

  /** The tree without the incarnations that are of no use. */
  public static Manifest withIncarnations(Manifest base, Predicate<Incarnation> useful) {
    List<Incarnation> kept = base.incarnations().stream().filter(useful).toList();
    return withLists(base, base.logs(), base.checkpoints(), kept);
  }

  private static Manifest withLists(
      Manifest base,
      List<EpochLog> logs,
      List<CheckpointState> checkpoints,
      List<Incarnation> incarnations) {
    return new Manifest(
        base.version(),
        base.epoch(),
        base.incarnation(),
        base.volume(),
        base.nextSstId(),
        base.sequenceFloor(),
        base.volumePrefixes(),
        base.runs(),
        logs,
        checkpoints,
        incarnations);
  }
}
