package dev.zerofs.lsm;

import dev.zerofs.lsm.background.SimDriver;
import dev.zerofs.lsm.codec.Codecs;
import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.EpochLog;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.ManifestCodec;
import dev.zerofs.lsm.manifest.Run;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.read.Tables;
import dev.zerofs.lsm.recovery.ManifestChain;
import dev.zerofs.lsm.sst.SegmentUse;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectSummary;
import dev.zerofs.ports.time.ManualClock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Deletes what the newest manifest and its checkpoints have needed once and need no more, a grace
 * time after that was first seen: the least that a reader may find gone.
 */
final class SimCollector {

  private final ObjectStore objects;
  private final ManualClock clock;
  private final long graceNanos;
  private final FrameCodec codec = new FrameCodec(new Codecs(List.of(new ZstdCodec(1)), null));
  private final Set<ObjectKey> everLive = new HashSet<>();
  private final Map<ObjectKey, Long> deadSince = new HashMap<>();
  private int deletedCount;

  SimCollector(ObjectStore objects, ManualClock clock, long graceNanos) {
    this.objects = objects;
    this.clock = clock;
    this.graceNanos = graceNanos;
  }

  int deletedCount() {
    return deletedCount;
  }

  void collect() {
    Manifest manifest =
        new ManifestChain(objects, ObjectNames.ROOT, new ManifestCodec(codec)).newest();
    if (manifest == null) {
      return;
    }
    Set<ObjectKey> live = live(manifest);
    everLive.addAll(live);
    long now = clock.monotonicNanos();
    for (ObjectKey key : everLive) {
      if (live.contains(key)) {
        deadSince.remove(key);
      } else if (now - deadSince.computeIfAbsent(key, _ -> now) >= graceNanos) {
        objects.delete(key);
        deletedCount++;
      }
    }
    everLive.removeIf(key -> !live.contains(key) && now - deadSince.get(key) >= graceNanos);
  }

  private Set<ObjectKey> live(Manifest manifest) {
    ObjectNames names = new ObjectNames(manifest.volumePrefixes());
    Random random = new Random(1);
    Tables tables =
        new Tables(
            new FrameReaders(objects, clock, random, new SimDriver(clock, random), codec)
                .reader(names, 1 << 20));
    Set<ObjectKey> live = new HashSet<>();
    Stream<Run> runs =
        Stream.concat(
            manifest.runs().stream(),
            manifest.checkpoints().stream().flatMap(one -> one.runs().stream()));
    for (SstMeta table : (Iterable<SstMeta>) runs.flatMap(run -> run.tables().stream())::iterator) {
      live.add(names.sst(table.volumeIndex(), table.id()));
      for (SegmentUse use : tables.reader(table).segmentUses()) {
        live.add(names.segment(use.volumeIndex(), use.segment()));
      }
    }
    for (EpochLog log : manifest.logs()) {
      for (ObjectSummary segment :
          objects.list(names.segmentPrefix(log.epoch()), null, 100_000).objects()) {
        if (ObjectNames.lastNumber(segment.key()) >= log.replayFrom()) {
          live.add(segment.key());
        }
      }
    }
    // Fences are kept for ever.
    live.removeIf(
        key -> {
          ObjectSummary found = objects.head(key);
          return found == null || found.sizeBytes() < 100;
        });
    return live;
  }
}
