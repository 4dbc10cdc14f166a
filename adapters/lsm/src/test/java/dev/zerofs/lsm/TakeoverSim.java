package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.reclaim.Recount;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.Oracle;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.objectstore.Fault;
import dev.zerofs.ports.objectstore.FaultPlan;
import dev.zerofs.ports.objectstore.FaultyObjectStore;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.random.Seeds;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Several writers on one volume, each opened while those before it are still at work, in every
 * interleaving of requests: the last to claim wins, it has everything that a former one reported as
 * stable, and no former one reports anything more.
 */
final class TakeoverSim {

  private static final int SEEDS = 8 * Integer.getInteger("zerofs.sim.seeds", 60);

  /** What happens although everybody is replaced soon. */
  private static final Set<String> DANGERS =
      Set.of(
          "flush puts pack",
          "reclaim puts pack",
          "reclaim deletes segment",
          "reclaim deletes table",
          "reclaim deletes manifest",
          "requests of former writers");

  @Test
  void theLastToClaimWinsAndNothingStableIsLost() {
    SimCoverage coverage = new SimCoverage();
    Seeds.forEach(SEEDS, seed -> new World(seed, coverage).run());
    coverage.requireAll(SEEDS, DANGERS);
  }

  /** One process and what it believes. */
  private static final class Writer {
    private final SimProcess process;
    private final List<WriteBatch> line = new ArrayList<>();
    private Oracle now = new Oracle();
    private @Nullable KeyValueStore store;
    private long epoch;
    private long synced;

    /** What its successor has of its line: it may not report more than this as stable. */
    private long limit = Long.MAX_VALUE;

    private boolean over;

    /** Whether a call of it is under way: between its requests others go on, not itself. */
    private boolean busy;

    Writer(SimProcess process) {
      this.process = process;
    }
  }

  private static final class World {

    private final Random random;
    private final ManualClock clock = new ManualClock();
    private final ObjectStore objects = new MemoryObjectStore(clock);
    private final List<Writer> writers = new ArrayList<>();
    private final SimBatches batches;
    private final SimCoverage coverage;
    private int opening;

    World(long seed, SimCoverage coverage) {
      random = new Random(seed);
      batches = new SimBatches(random, random.nextInt(8) > 0);
      this.coverage = coverage;
    }

    void run() {
      int takeovers = 2 + random.nextInt(4);
      for (int i = 0; i < takeovers; i++) {
        open();
        for (int steps = random.nextInt(60); steps > 0; steps--) {
          stepOfAnyone();
        }
      }
      if (random.nextBoolean()) {
        formerWritersGoOn();
      }
      everyoneButTheLastFindsOut();
      writers.forEach(writer -> coverage.ended(writer.process));
      sweep();
    }

    /** Those who do not know yet that they were replaced do all that is due for them. */
    private void formerWritersGoOn() {
      for (Writer writer : writers) {
        if (writer.epoch < newestEpoch()) {
          long before = writer.process.view().counts().requests();
          for (int i = 0; i < 50 && writer.process.driver().runOne(); i++) {
            clock.advance(random.nextLong(100_000_000L));
          }
          long requests = writer.process.view().counts().requests() - before;
          coverage.add("requests of former writers", requests);
        }
      }
    }

    private long newestEpoch() {
      return writers.stream().mapToLong(one -> one.epoch).max().orElse(0);
    }

    /** Everybody dies, and what they sent arrives: nothing of use is missing, no garbage stays. */
    private void sweep() {
      for (Writer writer : writers) {
        writer.process.view().crash();
        while (!writer.process.view().lateWrites().isEmpty()) {
          writer.process.view().applyLate(0);
        }
      }
      if (!writers.isEmpty()) {
        Recount.of(objects);
        int lives =
            new Sweep(objects, clock, random).run(store -> store.write(Sweep.touch(random)));
        coverage.add("swept in " + lives + " lives", 1);
      }
    }

    private void open() {
      Writer writer =
          new Writer(
              new SimProcess(
                      objects,
                      clock,
                      SimProcess.randomOptions(random, Durability.BUCKET, null),
                      random)
                  .countedIn(coverage));
      FaultyObjectStore view = writer.process.view();
      view.plan(faults());
      opening++;
      view.beforeEach(_ -> meanwhile());
      try {
        writer.store = writer.process.open();
        opened(writer, writer.store);
      } catch (KeyValueException.Replaced _) {
        assertTrue(opening > 1 || !writers.isEmpty(), "replaced by nobody");
      } finally {
        opening--;
        view.beforeEach(_ -> {});
      }
    }

    /** What happens between two requests of somebody who opens. */
    private void meanwhile() {
      if (random.nextInt(3) == 0) {
        stepOfAnyone();
      } else if (opening < 3 && random.nextInt(40) == 0) {
        open();
      }
    }

    private void opened(Writer writer, KeyValueStore store) {
      writer.epoch = store.epoch();
      Optional<Writer> former =
          writers.stream()
              .filter(one -> one.epoch < writer.epoch)
              .max(Comparator.comparingLong(one -> one.epoch));
      boolean isNewest = writers.stream().noneMatch(one -> one.epoch > writer.epoch);
      try (Snapshot snapshot = store.snapshot()) {
        long position = snapshot.position().sequence();
        former.ifPresent(one -> pad(one.line, position));
        former.ifPresent(one -> writer.line.addAll(one.line.subList(0, (int) position)));
        assertEquals(position, writer.line.size());
        writer.line.forEach(writer.now::apply);
        former.ifPresent(
            one -> {
              assertTrue(position >= one.synced, () -> position + " of " + one.synced);
              one.limit = Math.min(one.limit, position);
            });
        if (!isNewest) {
          writer.limit = position;
        }
        // While it is read, its own work may go on already: whoever opens next comes after it.
        writers.add(writer);
        writer.busy = true;
        compareWith(snapshot, writer);
        writer.busy = false;
      }
    }

    private void compareWith(Snapshot snapshot, Writer writer) {
      try {
        writer.now.requireSame(snapshot, random);
      } catch (KeyValueException.Unavailable _) {
        // It was not known whether what is missing is so because of somebody who opened meanwhile.
      }
    }

    /** A store that moves values writes batches without changes of its own. */
    private static void pad(List<WriteBatch> line, long position) {
      while (line.size() < position) {
        line.add(new WriteBatch());
      }
    }

    private FaultPlan faults() {
      double share = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.06;
      return FaultPlan.random(
          Map.of(
              Fault.FAIL_BEFORE, share,
              Fault.FAIL_AFTER, share,
              Fault.LOST, share / 2,
              Fault.LATE, share / 2,
              Fault.SHORT_PAGE, share));
    }

    private void stepOfAnyone() {
      if (writers.isEmpty()) {
        return;
      }
      Writer writer = writers.get(random.nextInt(writers.size()));
      KeyValueStore store = writer.store;
      if (store == null || writer.over || writer.busy) {
        return;
      }
      writer.busy = true;
      try {
        step(writer, store);
      } catch (KeyValueException.Unavailable _) {
        // Nothing was written.
      } catch (KeyValueException.Replaced _) {
        writer.over = true;
        assertTrue(
            opening > 0 || writers.stream().anyMatch(one -> one.epoch > writer.epoch),
            "replaced by nobody");
      } finally {
        writer.busy = false;
      }
      FaultyObjectStore view = writer.process.view();
      if (!view.lateWrites().isEmpty() && random.nextInt(3) == 0) {
        view.applyLate(random.nextInt(view.lateWrites().size()));
      }
    }

    private void step(Writer writer, KeyValueStore store) {
      int dice = random.nextInt(10);
      if (dice < 4) {
        WriteBatch batch = batches.next();
        store.admit(batch.sizeBytes());
        pad(writer.line, store.write(batch).sequence() - 1);
        writer.line.add(batch);
        writer.now.apply(batch);
      } else if (dice < 7) {
        writer.process.driver().runOne();
      } else if (dice < 8) {
        sync(writer, store);
      } else if (dice < 9) {
        clock.advance(random.nextLong(2_000_000_000L));
        writer.process.driver().wake();
      } else {
        writer.now.requireSame(store, random);
      }
    }

    private static void sync(Writer writer, KeyValueStore store) {
      long position = writer.line.size();
      store.sync(new CommitPosition(position));
      writer.synced = position;
      assertTrue(
          position <= writer.limit,
          () -> position + " reported as stable, the successor has " + writer.limit);
    }

    private void everyoneButTheLastFindsOut() {
      long newest = newestEpoch();
      clock.advance(6_000_000_000L);
      for (Writer writer : writers) {
        writer.process.view().plan(FaultPlan.none());
        KeyValueStore store = writer.store;
        if (store != null && writer.epoch < newest) {
          assertThrows(KeyValueException.Replaced.class, store::confirmOwnership);
          assertTrue(writer.process.isReplaced());
        } else if (store != null && !writer.over) {
          store.confirmOwnership();
          sync(writer, store);
        }
      }
    }
  }
}
