package dev.zerofs.lsm.manifest;

import dev.zerofs.ports.keyvalue.Checkpoint;
import java.util.List;

/**
 * A checkpoint and what it is made of.
 *
 * @param checkpoint its name and its closing sequence
 * @param runs its tables, newest run first; of releases before clones they may hold entries newer
 *     than the closing sequence
 * @param logRanges the segments to replay on top of them, up to the closing sequence, in order
 */
public record CheckpointState(Checkpoint checkpoint, List<Run> runs, List<LogRange> logRanges) {

  /** Copies the lists. */
  public CheckpointState {
    runs = List.copyOf(runs);
    logRanges = List.copyOf(logRanges);
  }
}
