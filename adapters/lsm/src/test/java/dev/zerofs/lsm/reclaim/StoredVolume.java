package dev.zerofs.lsm.reclaim;

import dev.zerofs.lsm.codec.Codecs;
import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.lsm.fetch.FrameReader;
import dev.zerofs.lsm.fetch.Parallel;
import dev.zerofs.lsm.fetch.ReadPatience;
import dev.zerofs.lsm.fetch.StoreReader;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.EpochLog;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.ManifestCodec;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.read.Tables;
import dev.zerofs.lsm.recovery.ManifestChain;
import dev.zerofs.lsm.segment.SegmentLog;
import dev.zerofs.lsm.sst.SstReader;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;

/** A volume that has a store for itself, read as it lies there. */
final class StoredVolume {

  private static final FrameCodec CODEC =
      new FrameCodec(new Codecs(List.of(new ZstdCodec(1)), null));

  private final ManifestChain chain;
  private final Tables tables;
  private final SegmentLog log;

  StoredVolume(ObjectStore store) {
    ManualClock clock = new ManualClock();
    chain = new ManifestChain(store, names(), new ManifestCodec(CODEC));
    log = new SegmentLog(store, names(), CODEC);
    StoreReader reader =
        new StoreReader(store, names(), ReadPatience.DEFAULT, clock, clock::advance, new Random(1));
    tables = new Tables(new FrameReader(reader, Parallel.SEQUENTIAL, CODEC, 8 << 20, 64 << 10));
  }

  ObjectNames names() {
    return ObjectNames.ROOT;
  }

  FrameCodec codec() {
    return CODEC;
  }

  SegmentLog log() {
    return log;
  }

  Tables tables() {
    return tables;
  }

  SstReader reader(SstMeta table) {
    return tables.reader(table);
  }

  Manifest newest() {
    return Objects.requireNonNull(chain.newest(), "there is no volume");
  }

  /**
   * What a writer would have that took the volume over now.
   *
   * @param withLogs before it has flushed what it replayed
   */
  Manifest claimedAfter(Manifest newest, boolean withLogs) {
    List<EpochLog> logs = new ArrayList<>();
    for (EpochLog old : withLogs ? newest.logs() : List.<EpochLog>of()) {
      long end = old.fenceId().orElseGet(() -> log.extent(old.epoch(), old.replayFrom()).endId());
      logs.add(
          new EpochLog(
              old.epoch(), old.incarnation(), old.replayFrom(), OptionalLong.of(end), null));
    }
    long epoch = newest.epoch() + 1;
    logs.add(new EpochLog(epoch, 1, 0, OptionalLong.empty(), null));
    return new Manifest(
        newest.version() + 1,
        epoch,
        1,
        newest.volume(),
        0,
        newest.sequenceFloor(),
        newest.volumePrefixes(),
        newest.runs(),
        logs,
        newest.checkpoints(),
        newest.incarnations());
  }
}
