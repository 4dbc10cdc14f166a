package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.codec.Codecs;
import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.ManifestCodec;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ForwardingObjectStore;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a coverage what has an effect on the store, and which step of the process it is from.
 *
 * <p>Every request to delete many objects must have been preceded by a look of its own at whether
 * there is a manifest newer than the process's, beside the one after each commit: a deletion that
 * is wrong cannot be undone.
 */
final class WatchedStore extends ForwardingObjectStore {

  private static final ManifestCodec MANIFESTS =
      new ManifestCodec(new FrameCodec(new Codecs(List.of(new ZstdCodec(1)), null)));

  private final SimProcess process;
  private @Nullable Manifest last;
  private boolean isCommitted; // and not looked after yet
  private int lookCount;
  private int deletionCount;

  WatchedStore(ObjectStore target, SimProcess process) {
    super(target);
    this.process = process;
  }

  private void count(String what, ObjectKey key) {
    process.coverage().add(process.driver().running() + " " + what + " " + kind(key), 1);
  }

  private static String kind(ObjectKey key) {
    StoredObject object = ObjectNames.ROOT.parse(key);
    if (object == null) {
      return "manifest";
    }
    return switch (object.kind()) {
      case SST -> "table";
      case SEGMENT -> object.id() >= SegmentId.FIRST_PACK ? "pack" : "segment";
    };
  }

  @Override
  public Bytes get(ObjectKey key, long offset, int length) {
    Bytes found = target().get(key, offset, length);
    count("reads", key);
    return found;
  }

  @Override
  public void put(ObjectKey key, Bytes body) {
    target().put(key, body);
    count("puts", key);
  }

  @Override
  public void putIfAbsent(ObjectKey key, Bytes body) {
    target().putIfAbsent(key, body);
    count("puts", key);
    if (process.names().manifestVersion(key).isPresent()) {
      committed(MANIFESTS.decode(body, ObjectNames.lastNumber(key), key));
    }
  }

  private void committed(Manifest manifest) {
    Manifest before = last;
    if (before != null && before.version() >= manifest.version()) {
      return; // a late request: it has been repeated, and the number is free again
    }
    last = manifest;
    isCommitted = true;
    if (before != null && rangeTombstones(manifest) < rangeTombstones(before)) {
      process.coverage().add("range tombstones dropped", 1);
    }
  }

  private static long rangeTombstones(Manifest manifest) {
    return manifest.runs().stream()
        .flatMap(run -> run.tables().stream())
        .mapToLong(SstMeta::rangeTombstoneCount)
        .sum();
  }

  @Override
  public ObjectPage list(String prefix, @Nullable ObjectKey startAfter, int limit) {
    ObjectPage page = target().list(prefix, startAfter, limit);
    Manifest own = last;
    if (own != null && process.names().manifest(own.version()).equals(startAfter)) {
      lookCount += !isCommitted && page.objects().isEmpty() ? 1 : 0;
      isCommitted = false;
    }
    return page;
  }

  @Override
  public void deleteAll(Collection<ObjectKey> keys) {
    deletionCount++;
    assertTrue(deletionCount <= lookCount, () -> "deleted without a look: " + keys);
    target().deleteAll(keys);
    keys.forEach(key -> count("deletes", key));
  }

  /** Does nothing: the objects are those of all processes. */
  @Override
  public void close() {}
}
