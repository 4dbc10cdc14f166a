package dev.zerofs.lsm.manifest;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;

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
 * @param incarnations of every epoch that wrote an object which is referred to, ascending by volume
 *     and epoch; epochs from before this was kept may be missing
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
    List<CheckpointState> checkpoints,
    List<Incarnation> incarnations) {

  private static final Comparator<Incarnation> ORDER =
      Comparator.comparingInt(Incarnation::volumeIndex).thenComparingLong(Incarnation::epoch);

  /** Copies the lists and checks the numbers. */
  public Manifest {
    volumePrefixes = List.copyOf(volumePrefixes);
    runs = List.copyOf(runs);
    logs = List.copyOf(logs);
    checkpoints = List.copyOf(checkpoints);
    incarnations = List.copyOf(incarnations);
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
    for (int i = 1; i < incarnations.size(); i++) {
      if (ORDER.compare(incarnations.get(i - 1), incarnations.get(i)) >= 0) {
        throw new IllegalArgumentException(
            "incarnations of manifest " + version + " are out of order");
      }
    }
  }

  /** The identity of a volume that began as a checkpoint of another; empty for any other volume. */
  public Optional<UUID> cloneId() {
    return volumePrefixes.size() == 1
        ? Optional.empty()
        : Optional.of(new UUID(volume.high(), volume.low()));
  }

  /** The log of the writer that created this manifest; absent before the first. */
  public Optional<EpochLog> ownLog() {
    return logs.isEmpty() || logs.getLast().epoch() != epoch
        ? Optional.empty()
        : Optional.of(logs.getLast());
  }

  /** Every table of the tree and of the checkpoints; one that both share comes twice. */
  public Stream<SstMeta> allTables() {
    return Stream.concat(
            runs.stream(), checkpoints.stream().flatMap(checkpoint -> checkpoint.runs().stream()))
        .flatMap(run -> run.tables().stream());
  }

  /** The random number of the writer of {@code epoch}, if it is known. */
  public OptionalLong incarnationOf(int volumeIndex, long ofEpoch) {
    int at =
        Collections.binarySearch(incarnations, new Incarnation(volumeIndex, ofEpoch, 0), ORDER);
    return at < 0 ? OptionalLong.empty() : OptionalLong.of(incarnations.get(at).number());
  }
}
