package dev.zerofs.lsm;

import dev.zerofs.lsm.background.SimDriver;
import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.lsm.commit.LogLimits;
import dev.zerofs.lsm.compaction.CompactionPolicy;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.reclaim.ReclaimOptions;
import dev.zerofs.lsm.sst.SstOptions;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.objectstore.FaultyObjectStore;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.settings.TestSettings;
import dev.zerofs.ports.time.ManualClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One simulated process that serves a volume: its view of the store, its steps, its options. */
final class SimProcess {

  private static final long SECOND_NANOS = 1_000_000_000L;

  private final FaultyObjectStore view;
  private final SimDriver driver;
  private final LsmOptions options;
  private final ManualClock clock;
  private final Random random;
  private @Nullable KeyValueStore store;
  private boolean replaced;
  private String prefix = "";
  private SimCoverage coverage = new SimCoverage();

  SimProcess(ObjectStore objects, ManualClock clock, LsmOptions options, Random random) {
    long viewSeed = random.nextLong();
    this.clock = clock;
    this.options = options;
    this.random = random;
    this.driver = new SimDriver(clock, new Random(random.nextLong()));
    this.view = new FaultyObjectStore(new WatchedStore(objects, this), viewSeed);
  }

  /** Counts in {@code coverage} what happens. */
  SimProcess countedIn(SimCoverage coverage) {
    this.coverage = coverage;
    driver.afterEach(() -> coverage.stepped(this));
    return this;
  }

  SimCoverage coverage() {
    return coverage;
  }

  /** The open store's numbers, or none. */
  Map<String, Long> figures() {
    return store == null ? Map.of() : store.figures();
  }

  /** Options so small that everything happens all the time. */
  static LsmOptions randomOptions(Random random, Durability durability, @Nullable Path journal) {
    return randomOptions(random, durability, journal, random.nextInt(3) * SECOND_NANOS);
  }

  /** The same, with readers in other processes that want their grace time. */
  static LsmOptions randomOptions(
      Random random, Durability durability, @Nullable Path journal, long graceNanos) {
    int segmentBytes = 200 << random.nextInt(12);
    return new LsmOptions(
        durability,
        new LogLimits(
            segmentBytes,
            Math.max(100, segmentBytes >> random.nextInt(6)),
            random.nextInt(4) == 0 ? 0 : SECOND_NANOS,
            500L << random.nextInt(12),
            SECOND_NANOS << random.nextInt(10),
            1 + random.nextInt(20)),
        (64L << 10) << random.nextInt(4),
        // Hardly any cache, so that what is read is read from the store.
        1L << (10 + random.nextInt(12)),
        journal,
        (64L << 10) << random.nextInt(4),
        SECOND_NANOS,
        5 * SECOND_NANOS,
        5 * SECOND_NANOS,
        1 + random.nextInt(4),
        600 * SECOND_NANOS,
        600 * SECOND_NANOS,
        random.nextBoolean(),
        new SstOptions(100 << random.nextInt(8), 300 << random.nextInt(12), 12),
        new CompactionPolicy(
            2 + random.nextInt(3), 5 + random.nextInt(4), 200 << random.nextInt(8)),
        new ReclaimOptions(
            random.nextDouble(),
            1 + random.nextDouble(),
            100 << random.nextInt(8),
            400 << random.nextInt(8),
            graceNanos),
        randomReads(random, journal));
  }

  private static ReadOptions randomReads(Random random, @Nullable Path local) {
    return local == null || random.nextInt(3) == 0
        ? ReadOptions.DISKLESS
        : ReadOptions.DISKLESS.withCache(local.resolve("cache"), (64L << 10) << random.nextInt(8));
  }

  /** Options as in production, but for a small journal. */
  static LsmOptions usualOptions(Durability durability, @Nullable Path journal) {
    return SimOptions.usual(durability, journal).options();
  }

  /** Serves the volume at {@code prefix} of the store. */
  SimProcess at(String prefix) {
    this.prefix = prefix;
    return this;
  }

  /** Takes the store out of its reach, until somebody has waited there up to that time. */
  void downUntil(long monotonicNanos) {
    view.goDown();
    driver.afterEach(
        () -> {
          if (clock.monotonicNanos() >= monotonicNanos) {
            view.comeUp();
          }
        });
  }

  KeyValueStore open() {
    KeyValueContext context =
        new KeyValueContext(
            view,
            List.of(new ZstdCodec(1)),
            clock,
            new Random(random.nextLong()),
            TestSettings.of(Map.of("volume.prefix", prefix)),
            _ -> replaced = true);
    store = new LsmOpening(context, options, driver).open();
    return store;
  }

  /** What the volume's objects are called. */
  ObjectNames names() {
    return ObjectNames.at(prefix);
  }

  FaultyObjectStore view() {
    return view;
  }

  SimDriver driver() {
    return driver;
  }

  LsmOptions options() {
    return options;
  }

  boolean isReplaced() {
    return replaced;
  }
}
