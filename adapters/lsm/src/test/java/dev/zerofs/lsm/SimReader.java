package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.background.SimDriver;
import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.lsm.follow.FollowOptions;
import dev.zerofs.ports.keyvalue.Checkpoint;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.objectstore.FaultyObjectStore;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One simulated process that reads a volume, and what it must see. */
final class SimReader {

  private static final long SECOND_NANOS = 1_000_000_000L;

  private record Held(Snapshot snapshot, long takenNanos) {}

  private final FaultyObjectStore view;
  private final SimDriver driver;
  private final FollowOptions options;
  private final ManualClock clock;
  private final Random random;
  private final History history;

  /** When which position was known to be in the store. */
  private final TreeMap<Long, Long> stored;

  private final List<Held> held = new ArrayList<>();
  private @Nullable KeyValueReader reader;
  private long seen;
  private int expiredCount;

  SimReader(
      ObjectStore objects,
      ManualClock clock,
      FollowOptions options,
      Random random,
      History history,
      TreeMap<Long, Long> stored) {
    this.view = new FaultyObjectStore(objects, random.nextLong());
    this.clock = clock;
    this.options = options;
    this.random = random;
    this.history = history;
    this.stored = stored;
    this.driver = new SimDriver(clock, new Random(random.nextLong()));
  }

  FaultyObjectStore view() {
    return view;
  }

  /** How many held snapshots had expired. */
  int expiredCount() {
    return expiredCount;
  }

  KeyValueReader reader() {
    KeyValueReader known = reader;
    if (known == null) {
      KeyValueContext context =
          new KeyValueContext(
              view,
              List.of(new ZstdCodec(1)),
              clock,
              new Random(random.nextLong()),
              Settings.defaults(),
              _ -> {
                throw new AssertionError("a reader is replaced by nobody");
              });
      known =
          new LsmReaderOpening(
                  context,
                  new LsmReaderOptions(options, (1L << 16) << random.nextInt(6), 60 * SECOND_NANOS),
                  driver)
              .open();
      reader = known;
    }
    return known;
  }

  /** Does something and checks it. */
  void act() {
    int dice = random.nextInt(30);
    if (dice < 18) {
      look();
    } else if (dice < 21) {
      checkpoints();
    } else if (dice < 29) {
      release();
    } else {
      reader().close();
      held.clear();
      reader = null;
    }
  }

  /** A new snapshot, compared at once or later. */
  void look() {
    long begun = clock.monotonicNanos();
    Snapshot snapshot = reader().snapshot();
    long position = snapshot.position().sequence();
    assertTrue(position >= seen, () -> "from " + seen + " back to " + position);
    seen = position;
    var known = stored.floorEntry(begun - options.lagNanos());
    assertTrue(
        known == null || position >= known.getValue(),
        () -> position + " is seen, " + known + " was in the store a lag ago");
    history.reached(position);
    held.add(new Held(snapshot, begun));
    if (random.nextBoolean()) {
      release();
    }
  }

  private void release() {
    if (!held.isEmpty()) {
      Held chosen = held.remove(random.nextInt(held.size()));
      compare(chosen);
      chosen.snapshot.close();
    }
  }

  private void compare(Held chosen) {
    try {
      history.at(chosen.snapshot.position().sequence()).requireSame(chosen.snapshot, random);
    } catch (KeyValueException.Expired e) {
      long age = clock.monotonicNanos() - chosen.takenNanos;
      assertTrue(
          age + options.lagNanos() >= options.graceNanos(),
          () -> age / 1_000_000 + " ms are no reason: " + e.getMessage());
      expiredCount++;
    }
  }

  private void checkpoints() {
    for (Checkpoint checkpoint : reader().checkpoints()) {
      long position = checkpoint.position().sequence();
      try (Snapshot snapshot = reader().openCheckpoint(checkpoint.name())) {
        assertTrue(snapshot.position().equals(new CommitPosition(position)), checkpoint::name);
        history.at(position).requireSame(snapshot, random);
      } catch (KeyValueException.Expired | IllegalArgumentException e) {
        assertTrue(!history.checkpoints().containsKey(checkpoint.name()), e::getMessage);
      }
    }
  }

  /** What is read of the present while nothing moves is one state. */
  void readPresent() {
    long position;
    try (Snapshot snapshot = reader().snapshot()) {
      position = snapshot.position().sequence();
    }
    history.at(position).requireSame(reader(), random);
  }
}
