package dev.zerofs.lsm.clone;

import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.CheckpointState;
import dev.zerofs.lsm.manifest.Incarnation;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.Run;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.manifest.VolumeId;
import java.util.ArrayList;
import java.util.List;

/** The first manifest of a clone, made from one of its source: a pure function. */
final class ClonedManifest {

  private ClonedManifest() {}

  /**
   * The manifest with which a clone begins.
   *
   * <p>Its epochs go on from the source's, so that an epoch stays greater than that of every writer
   * before it, and none of the clone's own has the number of one whose objects it shares.
   *
   * @param source the newest of the source
   * @param sourceNames where the objects of the source's volume table are
   * @param checkpoint one of the source's
   * @param target the clone's prefix
   * @param volume the clone's identity
   * @param incarnation the maker's random number
   * @throws IllegalArgumentException if the checkpoint needs segments to be replayed
   */
  static Manifest of(
      Manifest source,
      ObjectNames sourceNames,
      CheckpointState checkpoint,
      String target,
      VolumeId volume,
      long incarnation) {
    if (!checkpoint.logRanges().isEmpty()) {
      throw new IllegalArgumentException(
          "checkpoint " + checkpoint.checkpoint().name() + " is not wholly in tables");
    }
    List<String> prefixes = new ArrayList<>();
    prefixes.add(target);
    prefixes.addAll(sourceNames.volumePrefixes());
    return new Manifest(
        1,
        source.epoch(),
        incarnation,
        volume,
        0,
        checkpoint.checkpoint().position().sequence(),
        prefixes,
        checkpoint.runs().stream().map(ClonedManifest::ofTheBase).toList(),
        List.of(),
        List.of(),
        source.incarnations().stream().map(ClonedManifest::ofTheBase).toList());
  }

  private static Run ofTheBase(Run run) {
    return new Run(run.tables().stream().map(SstMeta::ofTheBase).toList());
  }

  private static Incarnation ofTheBase(Incarnation one) {
    return new Incarnation(one.volumeIndex() + 1, one.epoch(), one.number());
  }
}
