package dev.zerofs.lsm.manifest;

import java.util.List;

/**
 * One version of the tree's shape.
 *
 * @param version its number; the next one is this plus one
 * @param epoch the epoch of the writer that created it
 * @param incarnation the random number of that writer
 * @param volume the volume's identity
 * @param nextSstId the first table id of {@code epoch} that this manifest does not know to be used
 * @param sequenceFloor every sequence up to this one has been used, and everything at or below it
 *     that is not in a log still to be replayed is in the tables
 * @param volumePrefixes where the objects of each volume index are; the own volume at 0
 * @param runs newest first; every sequence in a run is greater than every sequence in the next
 * @param logs every log that is still of interest, ascending by epoch
 * @param checkpoints ascending by sequence, then name
 */
public record Manifest(
    long version,
    long epoch,
    long incarnation,
    VolumeId volume,
    long nextSstId,
    long sequenceFloor,
    List<String> volumePrefixes,
    List<Run> runs,
    List<EpochLog> logs,
    List<CheckpointState> checkpoints) {

  /** Copies the lists and checks the numbers. */
  public Manifest {
    volumePrefixes = List.copyOf(volumePrefixes);
    runs = List.copyOf(runs);
    logs = List.copyOf(logs);
    checkpoints = List.copyOf(checkpoints);
    if (version < 0 || epoch < 0 || nextSstId < 0 || sequenceFloor < 0) {
      throw new IllegalArgumentException("negative number in manifest " + version);
    }
    if (volumePrefixes.isEmpty()) {
      throw new IllegalArgumentException("manifest " + version + " has no volume");
    }
    for (int i = 1; i < logs.size(); i++) {
      if (logs.get(i - 1).epoch() >= logs.get(i).epoch()) {
        throw new IllegalArgumentException("logs of manifest " + version + " are out of order");
      }
    }
  }
}
