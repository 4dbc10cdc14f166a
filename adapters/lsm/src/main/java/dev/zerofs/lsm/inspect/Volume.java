package dev.zerofs.lsm.inspect;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A volume as inspections see it: its store, and its newest manifest, which moves on. For one
 * thread.
 */
final class Volume {

  /** A writer that commits more often than this while one object is looked for does not exist. */
  private static final int TRIES_MAX = 1000;

  /** So much of a large object is fetched at once. */
  private static final int WINDOW_BYTES = 1 << 20;

  /** Enough for the records of nearly every segment. */
  private static final int START_BYTES = 64 << 10;

  /**
   * An object that was listed.
   *
   * @param key its name
   * @param sizeBytes its length
   */
  record Listed(ObjectKey key, long sizeBytes) {}

  private final PatientStore store;
  private final Driver driver;
  private final FrameCodec codec;
  private final ManifestObjects manifests;

  /**
   * A volume.
   *
   * @param driver runs requests that are made together
   */
  Volume(PatientStore store, Driver driver, FrameCodec codec, ManifestObjects manifests) {
    this.store = store;
    this.driver = driver;
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
    return new ObjectWindow(store, key, sizeBytes, WINDOW_BYTES);
  }

  /**
   * Windows on some segments, whose beginnings are fetched together.
   *
   * @param whole whether all of each will be read
   */
  List<ObjectWindow> segmentWindows(List<Listed> segments, boolean whole) {
    List<Callable<ObjectWindow>> tasks = new ArrayList<>();
    for (Listed segment : segments) {
      int windowBytes = whole ? 4 * WINDOW_BYTES : START_BYTES;
      tasks.add(
          () ->
              new ObjectWindow(store, segment.key(), segment.sizeBytes(), windowBytes)
                  .openedAtStart(START_BYTES));
    }
    return driver.parallel(tasks);
  }

  /** Runs tasks that make a request each, together. */
  <T> List<T> parallel(List<Callable<T>> tasks) {
    return driver.parallel(tasks);
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
