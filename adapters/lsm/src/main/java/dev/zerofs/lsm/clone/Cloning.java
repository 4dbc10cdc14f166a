package dev.zerofs.lsm.clone;

import dev.zerofs.lsm.clone.CloneMarks.Pin;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.CheckpointState;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.ManifestCodec;
import dev.zerofs.lsm.manifest.VolumeId;
import dev.zerofs.lsm.recovery.ManifestChain;
import dev.zerofs.lsm.recovery.Patience;
import dev.zerofs.ports.keyvalue.Checkpoint;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectStore;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes a clone: pins the checkpoint, makes sure that it is there to stay, and creates the clone's
 * first manifest. Whatever ends it in between, there is no clone, and it may be made again. For one
 * thread and one use.
 */
public final class Cloning {

  private final ObjectStore store;
  private final ManifestCodec codec;
  private final Patience patience;
  private final VolumeId volume;
  private final long incarnation;

  /**
   * A cloning that has not begun.
   *
   * @param random for the clone's identity
   */
  public Cloning(
      ObjectStore store, ManifestCodec codec, Patience patience, RandomGenerator random) {
    this.store = store;
    this.codec = codec;
    this.patience = patience;
    this.volume = new VolumeId(random.nextLong(), random.nextLong());
    this.incarnation = random.nextLong();
  }

  /**
   * Makes a clone of the volume at {@code source}, as it was at one of its checkpoints.
   *
   * @param source the prefix of the source
   * @param target the prefix of the clone, with nothing below it
   * @throws IllegalArgumentException if there is no such checkpoint, or something is at the target,
   *     or one of the two prefixes is within the other's objects
   * @throws KeyValueException.Unusable if there is no source, or the checkpoint is being deleted
   */
  public void create(String source, String checkpoint, String target) {
    ManifestChain sources = new ManifestChain(store, ObjectNames.at(source), codec);
    Checkpoint found = find(newest(sources, source), checkpoint).checkpoint();
    requireFree(target);
    CloneMarks marks = new CloneMarks(store, ObjectNames.at(source), incarnation);
    Pin pin = new Pin(target, incarnation);
    patience.run(() -> marks.pin(found, pin));
    if (!isCreated(firstManifest(sources, source, marks, found, pin), target)) {
      patience.run(() -> marks.unpin(found, pin));
      throw new IllegalArgumentException("another volume has just been made at '" + target + "'");
    }
    dropOtherPins(marks, found, pin);
  }

  private Manifest firstManifest(
      ManifestChain sources, String source, CloneMarks marks, Checkpoint found, Pin pin) {
    boolean isEnding = patience.get(() -> marks.find(found)).isEnding();
    // Who deleted it before the pin was there is done; whoever comes now sees the pin.
    Manifest now = newest(sources, source);
    Optional<CheckpointState> state =
        now.checkpoints().stream().filter(one -> one.checkpoint().equals(found)).findFirst();
    if (isEnding || state.isEmpty()) {
      patience.run(() -> marks.unpin(found, pin));
      throw state.isEmpty()
          ? noCheckpoint(found.name())
          : new KeyValueException.Unusable(
              "checkpoint " + found.name() + " is being deleted; delete it wholly or make another",
              null);
    }
    ObjectNames sourceNames = ObjectNames.of(now.volumePrefixes(), source);
    return ClonedManifest.of(now, sourceNames, state.get(), pin.target(), volume, incarnation);
  }

  /** Nobody else can make this clone any more, so what tries for it left is of no use. */
  private void dropOtherPins(CloneMarks marks, Checkpoint checkpoint, Pin own) {
    for (Pin pin : patience.get(() -> marks.find(checkpoint)).pins()) {
      if (pin.target().equals(own.target()) && !pin.equals(own)) {
        patience.run(() -> marks.unpin(checkpoint, pin));
      }
    }
  }

  private Manifest newest(ManifestChain sources, String source) {
    return patience
        .get(() -> Optional.ofNullable(sources.newest()))
        .orElseThrow(
            () ->
                new KeyValueException.Unusable(
                    "there is no volume at '" + source + "' in " + store.location(), null));
  }

  private static CheckpointState find(Manifest manifest, String name) {
    return manifest.checkpoints().stream()
        .filter(state -> state.checkpoint().name().equals(name))
        .findFirst()
        .orElseThrow(() -> noCheckpoint(name));
  }

  private static IllegalArgumentException noCheckpoint(String name) {
    return new IllegalArgumentException("there is no checkpoint " + name);
  }

  private void requireFree(String target) {
    String below = target.isEmpty() ? "" : target + "/";
    if (!patience.get(() -> store.list(below, null, 1)).objects().isEmpty()) {
      throw new IllegalArgumentException(
          "there is something below '" + target + "' in " + store.location() + " already");
    }
  }

  /** A number that was deleted could be created anew, in a volume that has long been another's. */
  private boolean isNewest(ManifestChain targets) {
    Optional<Manifest> newest = patience.get(() -> Optional.ofNullable(targets.newest()));
    return newest.isPresent() && newest.get().volume().equals(volume);
  }

  /** Whether it is there now; else another is. */
  private boolean isCreated(Manifest first, String target) {
    ManifestChain targets = new ManifestChain(store, ObjectNames.at(target), codec);
    while (true) {
      switch (patience.get(() -> targets.create(first))) {
        case CREATED -> {
          return isNewest(targets);
        }
        case TAKEN -> {
          return false;
        }
        case UNKNOWN -> patience.pause(1_000_000L);
      }
    }
  }
}
