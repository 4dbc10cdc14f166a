package dev.zerofs.lsm;

import dev.zerofs.lsm.codec.Codecs;
import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.fetch.ObjectBytes;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.EpochLog;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.ManifestCodec;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.recovery.ManifestChain;
import dev.zerofs.lsm.segment.SegmentAnatomy;
import dev.zerofs.lsm.sst.TableAnatomy;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Deletes at once whatever the newest manifest does not need, without any grace. */
final class SimCollector {

  private final ObjectStore objects;
  private final FrameCodec codec =
      new FrameCodec(new Codecs(List.of(new ZstdCodec(1)), null));
  private final Set<ObjectKey> onceNamed = new HashSet<>();

  SimCollector(ObjectStore objects) {
    this.objects = objects;
  }

  void collect() {
    Manifest manifest =
        Objects.requireNonNull(
            new ManifestChain(objects, ObjectNames.ROOT, new ManifestCodec(codec)).newest());
    Set<ObjectKey> named = new HashSet<>();
    Set<ObjectKey> used = new HashSet<>();
    for (SstMeta table : tables(manifest)) {
      ObjectKey key = ObjectNames.ROOT.sst(table.id());
      named.add(key);
      TableAnatomy.open(key, table.sizeBytes(), bytes(key), codec)
          .segmentUses(0)
          .forEach(use -> used.add(ObjectNames.ROOT.segment(use.segment())));
    }
    // A table that no manifest has named yet is on its way.
    onceNamed.stream().filter(key -> !named.contains(key)).forEach(objects::delete);
    onceNamed.retainAll(named);
    onceNamed.addAll(named);
    for (ObjectSummary object : objects.list("log/", null, 100_000).objects()) {
      if (isDead(object, manifest) && !used.contains(object.key())) {
        objects.delete(object.key());
      }
    }
  }

  private static List<SstMeta> tables(Manifest manifest) {
    return Stream.concat(
            manifest.runs().stream(),
            manifest.checkpoints().stream().flatMap(one -> one.runs().stream()))
        .flatMap(run -> run.tables().stream())
        .distinct()
        .toList();
  }

  private static boolean isDead(ObjectSummary object, Manifest manifest) {
    String[] parts = object.key().value().split("/", -1);
    SegmentId segment = new SegmentId(Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    boolean fence = object.sizeBytes() == SegmentAnatomy.PROLOGUE_BYTES;
    long replayFrom =
        manifest.logs().stream()
            .filter(log -> log.epoch() == segment.epoch())
            .mapToLong(EpochLog::replayFrom)
            .findFirst()
            .orElse(Long.MAX_VALUE);
    return !fence && segment.epoch() <= manifest.epoch() && segment.id() < replayFrom;
  }

  private ObjectBytes bytes(ObjectKey key) {
    return new ObjectBytes() {
      @Override
      public Bytes read(long offset, int length) {
        return objects.get(key, offset, length);
      }

      @Override
      public Bytes readAnew(long offset, int length) {
        return read(offset, length);
      }
    };
  }
}
