package dev.zerofs.lsm;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.codec.Codecs;
import dev.zerofs.lsm.fetch.FrameReader;
import dev.zerofs.lsm.follow.FollowOptions;
import dev.zerofs.lsm.follow.Follower;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.frame.FrameSource;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.layout.VolumePrefix;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.ManifestCodec;
import dev.zerofs.lsm.read.ReadAhead;
import dev.zerofs.lsm.read.Tables;
import dev.zerofs.lsm.read.ValueReader;
import dev.zerofs.lsm.recovery.ManifestChain;
import dev.zerofs.lsm.recovery.Patience;
import dev.zerofs.lsm.segment.SegmentLog;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.KeyValueContext;
import java.util.Optional;

/** Opens a volume for reading alone. For one thread and one use. */
final class LsmReaderOpening {

  private final KeyValueContext context;
  private final LsmReaderOptions options;
  private final Driver driver;
  private final ObjectStore store;
  private final FrameCodec codec;

  LsmReaderOpening(KeyValueContext context, LsmReaderOptions options, Driver driver) {
    this.context = context;
    this.options = options;
    this.driver = driver;
    this.store = context.objectStore();
    this.codec = new FrameCodec(new Codecs(context.codecs(), null));
  }

  KeyValueReader open() {
    boolean opened = false;
    try {
      KeyValueReader reader = openNow();
      opened = true;
      return reader;
    } finally {
      if (!opened) {
        driver.close();
      }
    }
  }

  private KeyValueReader openNow() {
    String prefix = context.settings().value(VolumePrefix.SETTING);
    ManifestChain chain =
        new ManifestChain(store, ObjectNames.at(prefix), new ManifestCodec(codec));
    Manifest first = newest(chain);
    ObjectNames names = ObjectNames.of(first.volumePrefixes(), prefix);
    FrameReader frames =
        new FrameReaders(store, context.clock(), context.random(), driver, codec)
            .reader(names, options.cacheBytes());
    Tables tables = new Tables(frames);
    FollowOptions follow = options.follow();
    Follower follower =
        new Follower(
            new Follower.Environment(
                chain,
                new SegmentLog(store, names, codec),
                tables,
                context.clock(),
                context.random(),
                driver),
            follow,
            first);
    var _ = follower.fresh();
    ValueReader values =
        new ValueReader(
            FrameSource.NONE,
            frames,
            new ReadAhead(ReadOptions.DISKLESS.parallelism(), driver::spawn));
    return new LsmReader(follower, follow, tables, values, context.clock(), driver);
  }

  private Manifest newest(ManifestChain chain) {
    Patience patience =
        new Patience(context.clock(), context.random(), driver, options.openTimeoutNanos());
    return patience
        .get(() -> Optional.ofNullable(chain.newest()))
        .orElseThrow(
            () ->
                new KeyValueException.Unusable(
                    "there is no volume in " + store.location() + " that could be read", null));
  }
}
