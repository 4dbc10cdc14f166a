package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.SimulatedCrash;
import dev.zerofs.ports.random.Seeds;
import dev.zerofs.ports.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a journal holds after an outage is long, and while it is applied, which waits for memory
 * again and again, everything else goes on: tables are written and merged, space is given back. The
 * process ends in the midst of that, too, and the next one goes by the same journal.
 */
final class ReplaySim {

  private static final int SEEDS = 4 * Integer.getInteger("zerofs.sim.seeds", 60);

  private static final long OUTAGE_NANOS = 60_000_000_000L;

  @TempDir private Path directory;

  @Test
  void whatTheJournalHasIsAppliedOnceAndWhole() {
    Seeds.forEach(
        SEEDS,
        seed -> {
          try (SimJournal journal = new SimJournal(directory.resolve("seed" + seed), seed)) {
            new World(seed, journal).run();
          }
        });
  }

  private static final class World {
    private final Random random;
    private final SimJournal journal;
    private final ManualClock clock = new ManualClock();
    private final ObjectStore objects = new MemoryObjectStore(clock);
    private final History history = new History();
    private final SimBatches batches;

    World(long seed, SimJournal journal) {
      this.random = new Random(seed);
      this.journal = journal;
      this.batches = new SimBatches(random, true);
    }

    void run() throws IOException {
      for (int i = 0; i < 8; i++) {
        SimProcess process = process();
        if (random.nextBoolean()) {
          process.view().crashAt(10 + random.nextInt(150));
        }
        try {
          live(process);
        } catch (SimulatedCrash _) {
          // As a kill: nobody cleans up.
        }
        process.view().crash();
        assertFalse(process.isReplaced(), "nobody else was there");
        journal.crash();
      }
      history.recovered(process().open(), random);
    }

    private SimProcess process() {
      LsmOptions options =
          SimProcess.randomOptions(random, Durability.JOURNAL, journal.parent(), 0);
      return new SimProcess(objects, clock, options, random);
    }

    private void live(SimProcess process) {
      KeyValueStore store = process.open();
      history.recovered(store, random);
      for (int i = random.nextInt(40); i > 0; i--) {
        history.write(store, batches.next());
        for (int pieces = random.nextInt(20); pieces > 0; pieces--) {
          process.driver().runOne();
        }
      }
      // Until somebody has waited that long for it: the journal may be full.
      process.downUntil(clock.monotonicNanos() + OUTAGE_NANOS);
      for (int i = random.nextInt(60); i > 0; i--) {
        long position = history.write(store, batches.next());
        store.sync(new CommitPosition(position));
        history.synced(position);
      }
    }
  }
}
