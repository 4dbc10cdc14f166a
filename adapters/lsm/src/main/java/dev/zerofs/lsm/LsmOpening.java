package dev.zerofs.lsm;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.cache.DiskCache;
import dev.zerofs.lsm.codec.Codecs;
import dev.zerofs.lsm.commit.Fate;
import dev.zerofs.lsm.commit.Uploads;
import dev.zerofs.lsm.flush.Manifests;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.layout.VolumePrefix;
import dev.zerofs.lsm.manifest.EpochLog;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.ManifestCodec;
import dev.zerofs.lsm.manifest.VolumeId;
import dev.zerofs.lsm.recovery.ManifestChain;
import dev.zerofs.lsm.recovery.Patience;
import dev.zerofs.lsm.recovery.Replay;
import dev.zerofs.lsm.recovery.Takeover;
import dev.zerofs.lsm.segment.SegmentLog;
import dev.zerofs.ports.codec.BlockCodec;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Opens a store: takes the volume over, recovers what a crash left, and puts the parts together.
 * For one thread and one use.
 */
final class LsmOpening {

  /** The codec to write with, if it is there. */
  private static final String WRITING_CODEC = "zstd";

  private final LsmOptions options;
  private final Driver driver;
  private final ObjectStore store;
  private final Clock clock;
  private final RandomGenerator random;
  private final FrameCodec codec;
  private final Fate fate;
  private final long incarnation;
  private final String prefix;
  private final FrameReaders readers;
  private final @Nullable DiskCache disk;

  LsmOpening(KeyValueContext context, LsmOptions options, Driver driver) {
    this.options = options;
    this.driver = driver;
    this.store = context.objectStore();
    this.clock = context.clock();
    this.random = context.random();
    this.codec = new FrameCodec(codecs(context.codecs(), options));
    this.fate = new Fate(context.fatal(), driver::wake);
    this.incarnation = random.nextLong();
    this.prefix = context.settings().value(VolumePrefix.SETTING);
    this.readers = new FrameReaders(store, clock, random, driver, codec);
    this.disk = ReadPath.disk(readers, options.reads());
  }

  private static Codecs codecs(List<BlockCodec> known, LsmOptions options) {
    BlockCodec writing =
        known.stream()
            .filter(one -> options.compression() && one.name().equals(WRITING_CODEC))
            .findFirst()
            .orElse(null);
    return new Codecs(known, writing);
  }

  KeyValueStore open() {
    boolean opened = false;
    try (JournalChoice journals = new JournalChoice(options, random)) {
      KeyValueStore store = open(journals);
      opened = true;
      return store;
    } finally {
      if (!opened) {
        driver.close();
        if (disk != null) {
          disk.close();
        }
      }
    }
  }

  private KeyValueStore open(JournalChoice journals) {
    Patience patience = new Patience(clock, random, driver, options.openTimeoutNanos());
    ManifestChain chain =
        new ManifestChain(store, ObjectNames.at(prefix), new ManifestCodec(codec));
    Takeover takeover = new Takeover(chain, incarnation, patience);
    if (disk != null) {
      driver.start("cache", 1, disk); // it looks at what is there meanwhile
    }
    Takeover.Claim claimed =
        takeover.claim(
            new VolumeId(random.nextLong(), random.nextLong()),
            base -> {
              // Before anything is claimed that could not be read.
              var _ = namesOf(base);
              return journals.choose(base);
            });
    Manifest claim = claimed.claim();
    ObjectNames names = namesOf(claim);
    SegmentLog log = new SegmentLog(store, names, codec);
    List<EpochLog> logs = takeover.fence(claim, log);
    journals.awaitLock(driver);
    Replay replay =
        new Replay(log, driver, patience, options.log().memtableBytes(), claim.sequenceFloor());
    replay(logs, replay, claim, chain, patience);
    var environment =
        new Uploads.Environment(
            claim.epoch(), incarnation, log, codec, clock, random, driver, fate);
    return new LsmAssembly(
            new Surroundings(options, store, readers, disk),
            environment,
            names,
            chain,
            Manifests.withLogs(claim, logs),
            replay)
        .complete(claimed.formerLog(), journals.held(), journals.take());
  }

  private ObjectNames namesOf(Manifest manifest) {
    return ObjectNames.of(manifest.volumePrefixes(), prefix);
  }

  /**
   * Replays what nobody writes any more. Whoever claimed the volume after {@code claim} may have
   * given back what is replayed here, and even where a log seemed to end says nothing then: it
   * counts only if there was no such claim before the end of it.
   */
  private static void replay(
      List<EpochLog> logs, Replay replay, Manifest claim, ManifestChain chain, Patience patience) {
    try {
      logs.stream().filter(old -> old.epoch() != claim.epoch()).forEach(replay::run);
    } catch (KeyValueException.Corrupt e) {
      requireLatest(claim, chain, patience);
      throw e;
    }
    requireLatest(claim, chain, patience);
  }

  private static void requireLatest(Manifest claim, ManifestChain chain, Patience patience) {
    if (patience.get(() -> chain.hasNewerThan(claim.version()))) {
      throw new KeyValueException.Replaced("another server claimed the volume at this moment");
    }
  }
}
