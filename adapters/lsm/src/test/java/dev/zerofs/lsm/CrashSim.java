package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.reclaim.Recount;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.objectstore.Fault;
import dev.zerofs.ports.objectstore.FaultPlan;
import dev.zerofs.ports.objectstore.FaultyObjectStore;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.SimulatedCrash;
import dev.zerofs.ports.random.Seeds;
import dev.zerofs.ports.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One writer after the other on one volume, with random options and failures, each ended by a crash
 * between any two requests, or by a close: what the next one finds is an exact prefix of what was
 * written, no older than the last sync.
 */
final class CrashSim {

  /** How many seeds a run has; -Dzerofs.sim.seeds=… for longer ones. */
  private static final int SEEDS = 8 * Integer.getInteger("zerofs.sim.seeds", 60);

  @TempDir private Path directory;

  @Test
  void bucketMode() {
    SimCoverage coverage = new SimCoverage();
    Seeds.forEach(SEEDS, seed -> new World(seed, Durability.BUCKET, null, coverage).run());
    coverage.requireAll(SEEDS, SimCoverage.DANGERS);
    if (SEEDS >= SimCoverage.RARE_RUNS_MIN) {
      coverage.requireAll(SEEDS, SimCoverage.RARE);
    }
  }

  @Test
  void memoryMode() {
    SimCoverage coverage = new SimCoverage();
    Seeds.forEach(SEEDS / 4, seed -> new World(seed, Durability.MEMORY, null, coverage).run());
  }

  @Test
  void journalMode() {
    SimCoverage coverage = new SimCoverage();
    Seeds.forEach(
        SEEDS / 4,
        seed -> {
          try (SimJournal journal = new SimJournal(directory.resolve("seed" + seed), seed)) {
            new World(seed, Durability.JOURNAL, journal, coverage).run();
          }
        });
    coverage.requireAll(SEEDS, SimCoverage.JOURNAL_DANGERS);
  }

  private static final class World {

    private final Random random;
    private final Durability durability;
    private final @Nullable SimJournal journal;
    private final ManualClock clock = new ManualClock();
    private final ObjectStore objects = new MemoryObjectStore(clock);
    private final History history = new History();
    private final List<FaultyObjectStore> views = new ArrayList<>();
    private final SimBatches batches;
    private final SimCoverage coverage;

    World(long seed, Durability durability, @Nullable SimJournal journal, SimCoverage coverage) {
      this.random = new Random(seed);
      this.coverage = coverage;
      this.batches = new SimBatches(random, random.nextInt(8) > 0);
      this.durability = durability;
      this.journal = journal;
    }

    void run() throws IOException {
      int rounds = 2 + random.nextInt(6);
      for (int i = 0; i < rounds; i++) {
        round();
      }
      SimProcess last = process();
      KeyValueStore store = last.open();
      history.recovered(store, random);
      // Whoever sweeps has no journal.
      store.syncToBackingStore(new CommitPosition(history.lastPosition()));
      last.view().crash();
      everythingArrives();
      int lives =
          new Sweep(objects, clock, random)
              .run(each -> new CommitPosition(history.write(each, batches.next())));
      coverage.add("swept in " + lives + " lives", 1);
      history.recovered(process().open(), random);
    }

    private void recount() {
      if (random.nextInt(2) == 0
          && !objects.list(ObjectNames.ROOT.manifestPrefix(), null, 1).objects().isEmpty()) {
        Recount recount = Recount.of(objects);
        coverage.add("frames counted", recount.frameCount());
        coverage.add("segments pinned among others gone", recount.pinnedAmongGone());
      }
    }

    private SimProcess process() {
      Path place = journal == null ? null : journal.parent();
      SimProcess process =
          new SimProcess(
                  objects, clock, SimProcess.randomOptions(random, durability, place), random)
              .countedIn(coverage);
      views.add(process.view());
      return process;
    }

    private void round() throws IOException {
      SimProcess process = process();
      process.view().plan(faults());
      if (random.nextInt(3) > 0) {
        process.view().crashAt(random.nextInt(1 << (3 + random.nextInt(6))));
      }
      try {
        KeyValueStore store = process.open();
        history.recovered(store, random);
        new SimLife(process, store, clock, history, batches, random)
            .run(random.nextInt(120), this::happens);
      } catch (SimulatedCrash _) {
        // As a kill: nobody cleans up.
      }
      process.view().crash();
      assertFalse(process.isReplaced(), "nobody else was there");
      if (journal != null) {
        journal.crash();
      }
      coverage.ended(process);
      recount();
      arriveLate();
    }

    private FaultPlan faults() {
      double share = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.08;
      return FaultPlan.random(
          Map.of(
              Fault.FAIL_BEFORE, share,
              Fault.FAIL_AFTER, share,
              Fault.LOST, share / 2,
              Fault.LATE, share / 4,
              Fault.THROTTLE, share,
              Fault.SHORT_PAGE, share));
    }

    private void everythingArrives() {
      for (FaultyObjectStore view : views) {
        while (!view.lateWrites().isEmpty()) {
          view.applyLate(0);
        }
      }
    }

    /** Things that no step of the process does. */
    private void happens() {
      arriveLate();
      if (journal != null && random.nextInt(16) == 0) {
        journal.refuse(random.nextInt(3) == 0);
      }
    }

    /** What dead processes sent arrives at any time, or never. */
    private void arriveLate() {
      for (FaultyObjectStore view : views) {
        if (!view.lateWrites().isEmpty() && random.nextInt(2) == 0) {
          view.applyLate(random.nextInt(view.lateWrites().size()));
        }
      }
    }
  }
}
