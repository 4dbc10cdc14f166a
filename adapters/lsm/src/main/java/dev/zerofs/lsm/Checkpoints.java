package dev.zerofs.lsm;

import dev.zerofs.lsm.flush.ManifestStep;
import dev.zerofs.lsm.flush.Manifests;
import dev.zerofs.lsm.manifest.CheckpointState;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.ports.keyvalue.Checkpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The checkpoints of a manifest: pure functions, and looking them up. */
final class Checkpoints {

  private static final Comparator<CheckpointState> ORDER =
      Comparator.comparing((CheckpointState state) -> state.checkpoint().position())
          .thenComparing(state -> state.checkpoint().name());

  private final ManifestStep manifests;

  Checkpoints(ManifestStep manifests) {
    this.manifests = manifests;
  }

  List<Checkpoint> all() {
    return all(manifests.current());
  }

  CheckpointState find(String name) {
    return find(manifests.current(), name);
  }

  /** The checkpoints of {@code manifest} in their order. */
  static List<Checkpoint> all(Manifest manifest) {
    return manifest.checkpoints().stream().map(CheckpointState::checkpoint).toList();
  }

  /** {@code base} with {@code checkpoint}, which is made of the tables of {@code base}. */
  static Manifest with(Manifest base, Checkpoint checkpoint) {
    List<CheckpointState> all = new ArrayList<>(base.checkpoints());
    if (all.stream().anyMatch(state -> state.checkpoint().name().equals(checkpoint.name()))) {
      throw new IllegalArgumentException("checkpoint " + checkpoint.name() + " exists");
    }
    all.add(new CheckpointState(checkpoint, base.runs(), List.of()));
    all.sort(ORDER);
    return Manifests.withCheckpoints(base, all);
  }

  /** {@code base} without the checkpoint of this name. */
  static Manifest without(Manifest base, String name) {
    List<CheckpointState> rest = new ArrayList<>(base.checkpoints());
    rest.remove(find(base, name));
    return Manifests.withCheckpoints(base, rest);
  }

  /**
   * The checkpoint of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static CheckpointState find(Manifest manifest, String name) {
    return manifest.checkpoints().stream()
        .filter(state -> state.checkpoint().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no checkpoint " + name));
  }
}
