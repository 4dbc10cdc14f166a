package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.commit.LogLimits;
import dev.zerofs.lsm.compaction.CompactionPolicy;
import dev.zerofs.lsm.flush.ManifestStep;
import dev.zerofs.lsm.reclaim.ReclaimOptions;
import dev.zerofs.lsm.reclaim.Recount;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.time.ManualClock;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * What a volume has left when a writer without faults has been at work for a moment: whatever died
 * in the middle of whatever before, nothing that is of no use.
 */
final class Sweep {

  private static final long SECOND_NANOS = 1_000_000_000L;

  /** So many lives clean up after any others: one finds what is dead, one what it hid. */
  private static final int LIVES_MAX = 2;

  private static final int PIECES_MAX = 50_000;

  private final ObjectStore objects;
  private final ManualClock clock;
  private final Random random;

  Sweep(ObjectStore objects, ManualClock clock, Random random) {
    this.objects = objects;
    this.clock = clock;
    this.random = random;
  }

  /** Every batch becomes a table, and nothing is merged or moved, which would make more garbage. */
  static LsmOptions options(long graceNanos) {
    return SimOptions.small()
        .log(new LogLimits(64 << 10, 64 << 10, SECOND_NANOS, 1, 600 * SECOND_NANOS, 2))
        .compaction(new CompactionPolicy(1000, 1000, Long.MAX_VALUE))
        .reclaim(new ReclaimOptions(0, 1e9, 1, 0, graceNanos))
        .options();
  }

  /**
   * Cleans up and checks that it is clean.
   *
   * @param write writes one batch that is not empty, and tells its position
   * @return how many lives it took
   */
  int run(Function<KeyValueStore, CommitPosition> write) {
    List<ObjectKey> garbage = List.of();
    for (int life = 1; life <= LIVES_MAX; life++) {
      live(write);
      Recount recount = Recount.of(objects);
      garbage = recount.garbage();
      if (garbage.isEmpty()) {
        assertTrue(
            recount.manifestCount() <= ManifestStep.KEPT, recount.manifestCount() + " manifests");
        return life;
      }
    }
    assertEquals(List.of(), garbage, "what nothing refers to and nobody deletes");
    return LIVES_MAX;
  }

  private void live(Function<KeyValueStore, CommitPosition> write) {
    long grace = random.nextInt(2) * (100 * SECOND_NANOS);
    SimProcess process = new SimProcess(objects, clock, options(grace), random);
    KeyValueStore store = process.open();
    store.sync(write.apply(store));
    rest(process);
    clock.advance(grace + 2 * SECOND_NANOS);
    process.driver().wake();
    rest(process);
    process.view().crash();
  }

  /** Lets the steps do what is due until there is nothing. */
  static void rest(SimProcess process) {
    int pieces = 0;
    while (process.driver().runOne()) {
      pieces++;
      assertTrue(pieces < PIECES_MAX, "work without an end");
    }
  }

  /** A batch for {@link #run} of which nobody else knows. */
  static WriteBatch touch(Random random) {
    return new SimBatches(random, true).next();
  }
}
