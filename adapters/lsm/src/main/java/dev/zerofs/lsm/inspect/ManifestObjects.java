package dev.zerofs.lsm.inspect;

import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.ManifestCodec;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The manifests that are in the store. For one thread. */
final class ManifestObjects {

  private static final int TRIES_MAX = 1000;

  private final PatientStore store;
  private final ObjectNames names;
  private final ManifestCodec codec;

  /** Those under {@code names}, of which only a volume's own prefix counts. */
  ManifestObjects(PatientStore store, ObjectNames names, ManifestCodec codec) {
    this.store = store;
    this.names = names;
    this.codec = codec;
  }

  ObjectKey nameOf(long version) {
    return names.manifest(version);
  }

  /** The prefix of the volume. */
  String prefix() {
    return names.volumePrefixes().getFirst();
  }

  /** Where the volume is, for people. */
  private String place() {
    return store.location() + (prefix().isEmpty() ? "" : ", prefix " + prefix());
  }

  /** The versions that are there, ascending. Few: all but the newest are deleted in time. */
  List<Long> versions() {
    List<Long> versions = new ArrayList<>();
    store.list(names.manifestPrefix(), object -> addVersion(object, versions));
    return versions;
  }

  private static void addVersion(ObjectSummary object, List<Long> versions) {
    try {
      versions.add(ObjectNames.lastNumber(object.key()));
    } catch (IllegalArgumentException _) {
      // No manifest has such a name.
    }
  }

  /**
   * The manifest of {@code version}, or null if there is none.
   *
   * @throws KeyValueException.Corrupt if it is damaged
   * @throws KeyValueException.Unusable if this release does not read it
   */
  @Nullable Manifest read(long version) {
    ObjectKey name = nameOf(version);
    Bytes object = store.get(name);
    return object == null ? null : codec.decode(object, version, name);
  }

  /**
   * The newest manifest that can be read.
   *
   * @throws KeyValueException.Unusable if there is none
   */
  Manifest newest() {
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      List<Long> versions = versions();
      if (versions.isEmpty()) {
        throw new KeyValueException.Unusable("there is no volume at " + place(), null);
      }
      Optional<Manifest> newest = newest(versions);
      if (newest.isPresent()) {
        return newest.get();
      }
    }
    throw new KeyValueException.Unavailable(
        "manifests of the volume at " + place() + " change too fast to be read", null);
  }

  /** Nothing if the newest one was deleted after the listing: then there are newer ones. */
  private Optional<Manifest> newest(List<Long> versions) {
    for (long version : versions.reversed()) {
      try {
        return Optional.ofNullable(read(version));
      } catch (KeyValueException.Corrupt _) {
        // Reported by the check of the chain; the one before is a whole volume too.
        continue;
      }
    }
    throw new KeyValueException.Unusable(
        "no manifest of the volume at " + place() + " can be read", null);
  }
}
