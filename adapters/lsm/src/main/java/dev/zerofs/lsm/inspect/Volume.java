package dev.zerofs.lsm.inspect;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectKey;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A volume as inspections see it: its store, and its newest manifest, which moves on. For one
 * thread.
 */
final class Volume {

  /** A writer that commits more often than this while one object is looked for does not exist. */
  private static final int TRIES_MAX = 1000;

  private final PatientStore store;
  private final FrameCodec codec;
  private final ManifestObjects manifests;

  Volume(PatientStore store, FrameCodec codec, ManifestObjects manifests) {
    this.store = store;
    this.codec = codec;
    this.manifests = manifests;
  }

  PatientStore store() {
    return store;
  }

  FrameCodec codec() {
    return codec;
  }

  ManifestObjects manifests() {
    return manifests;
  }

  ObjectWindow window(ObjectKey key, long sizeBytes) {
    return new ObjectWindow(store, key, sizeBytes);
  }

  /**
   * Whether an object that was not found is lost: it is needed by a manifest that was the newest
   * before and after the object was looked for once more.
   */
  boolean isLost(ObjectKey key, Predicate<Manifest> isNeeded) {
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      Manifest before = manifests.newest();
      if (!isNeeded.test(before) || store.head(key) != null) {
        return false;
      }
      if (manifests.newest().version() == before.version()) {
        return true;
      }
    }
    throw new KeyValueException.Unavailable(
        "the volume changes too fast to tell whether " + key + " is lost", null);
  }

  /** Every table that {@code manifest} names, in its checkpoints as well, each once. */
  static Stream<SstMeta> tables(Manifest manifest) {
    return manifest.allTables().distinct();
  }

  /** Whether {@code manifest} names this table. */
  static boolean needs(Manifest manifest, SstMeta table) {
    return tables(manifest).anyMatch(table::equals);
  }

  /** Whether a start from {@code manifest} would replay this segment. */
  static boolean replays(Manifest manifest, SegmentId segment) {
    return !segment.isPack()
        && manifest.logs().stream()
            .anyMatch(
                log ->
                    log.epoch() == segment.epoch()
                        && segment.id() >= log.replayFrom()
                        && segment.id() < log.fenceId().orElse(Long.MAX_VALUE));
  }

  /** Whether a checkpoint of {@code manifest} would replay this segment. */
  static boolean pins(Manifest manifest, SegmentId segment) {
    return manifest.checkpoints().stream()
        .flatMap(checkpoint -> checkpoint.logRanges().stream())
        .anyMatch(range -> range.contains(segment.epoch(), segment.id()));
  }

  /** The names of what {@code manifest} refers to. */
  ObjectNames names(Manifest manifest) {
    return ObjectNames.of(manifest.volumePrefixes(), manifests.prefix());
  }
}
