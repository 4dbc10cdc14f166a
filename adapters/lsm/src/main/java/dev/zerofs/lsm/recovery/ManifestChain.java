package dev.zerofs.lsm.recovery;

import dev.zerofs.lsm.format.ObjectHeader;
import dev.zerofs.lsm.format.ObjectKind;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.ManifestCodec;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import org.jspecify.annotations.Nullable;

/**
 * The manifests in the store. The one of version N+1 is created if absent, so that of two writers
 * who saw N one finds out that it lost. Failures are the store's. Safe for use by any number of
 * threads.
 */
public final class ManifestChain {

  private static final int PAGE = 1000;

  private final ObjectStore store;
  private final ObjectNames names;
  private final ManifestCodec codec;

  /** What has become of a try to create a manifest. */
  public enum Attempt {
    /** It is in the store. */
    CREATED,
    /** Another writer has created this version. */
    TAKEN,
    /** Nobody knows; to be tried again with the same manifest. */
    UNKNOWN
  }

  /** The chain under {@code names}. */
  public ManifestChain(ObjectStore store, ObjectNames names, ManifestCodec codec) {
    this.store = store;
    this.names = names;
    this.codec = codec;
  }

  /** The newest manifest, or null if there is no volume. */
  public @Nullable Manifest newest() {
    return newestFrom(null);
  }

  /**
   * The newest manifest if it is newer than {@code version}, else null. One listing, and one get if
   * there is one.
   */
  public @Nullable Manifest newestAfter(long version) {
    return newestFrom(names.manifest(version));
  }

  private @Nullable Manifest newestFrom(@Nullable ObjectKey after) {
    ObjectKey newest = newestKey(after);
    while (newest != null) {
      try {
        return codec.decode(store.get(newest), ObjectNames.lastNumber(newest), newest);
      } catch (ObjectStoreException.NotFound _) {
        // A writer has gone on meanwhile and deleted it: there is a newer one.
        newest = newestKey(newest);
      }
    }
    return null;
  }

  /** Whether there is a manifest newer than {@code version}. One request. */
  public boolean hasNewerThan(long version) {
    return !store.list(names.manifestPrefix(), names.manifest(version), 1).objects().isEmpty();
  }

  /** Tries to create {@code manifest}; an earlier try with the same one counts. */
  public Attempt create(Manifest manifest) {
    ObjectKey key = names.manifest(manifest.version());
    try {
      store.putIfAbsent(key, codec.encode(manifest));
      return Attempt.CREATED;
    } catch (ObjectStoreException.PreconditionFailed | ObjectStoreException.OutcomeUnknown _) {
      return recognise(manifest, key);
    }
  }

  private Attempt recognise(Manifest manifest, ObjectKey key) {
    try {
      Bytes start = store.get(key, 0, ObjectHeader.LENGTH_BYTES);
      ObjectHeader header = ObjectHeader.decode(ObjectKind.MANIFEST, start, key);
      boolean own =
          header.epoch() == manifest.epoch() && header.incarnation() == manifest.incarnation();
      return own ? Attempt.CREATED : Attempt.TAKEN;
    } catch (ObjectStoreException.NotFound _) {
      return Attempt.UNKNOWN;
    }
  }

  /** Deletes the manifest of {@code version}, if there is one. */
  public void delete(long version) {
    store.delete(names.manifest(version));
  }

  private @Nullable ObjectKey newestKey(@Nullable ObjectKey after) {
    ObjectKey last = null;
    ObjectKey from = after;
    while (true) {
      ObjectPage page = store.list(names.manifestPrefix(), from, PAGE);
      if (!page.objects().isEmpty()) {
        last = page.objects().getLast().key();
        from = last;
      }
      if (!page.more()) {
        return last;
      }
    }
  }
}
