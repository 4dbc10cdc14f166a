package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.follow.FollowOptions;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.RandomBatches;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.objectstore.Fault;
import dev.zerofs.ports.objectstore.FaultPlan;
import dev.zerofs.ports.objectstore.FaultyObjectStore;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectSummary;
import dev.zerofs.ports.objectstore.SimulatedCrash;
import dev.zerofs.ports.objectstore.StoreRequest.Kind;
import dev.zerofs.ports.random.Seeds;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Writers one after the other on one volume, crashed, closed or taken over while they are at work,
 * and readers that look at any moment between any two requests of anybody: every state that they
 * see is the history up to some position, which never goes back and is no older than the lag.
 */
final class FollowSim {

  /** How many seeds a run has; -Dzerofs.sim.seeds=… for longer ones. */
  private static final int SEEDS = 4 * Integer.getInteger("zerofs.sim.seeds", 60);

  private static final long MILLI_NANOS = 1_000_000L;

  @Test
  void readersSeeAPrefixThatOnlyGrows() {
    int[] sums = new int[2];
    Seeds.forEach(
        SEEDS,
        seed -> {
          World world = new World(seed);
          world.run();
          sums[0] += world.deletedCount();
          sums[1] += world.readers.stream().mapToInt(SimReader::expiredCount).sum();
        });
    if (SEEDS >= 20 && System.getProperty("zerofs.seed", "").isEmpty()) {
      assertTrue(sums[0] > 0, "nothing was ever deleted under the readers");
      assertTrue(sums[1] > 0, "no snapshot ever expired");
    }
  }

  private static final class World {

    private final Random random;
    private final ManualClock clock = new ManualClock();
    private final ObjectStore objects = new MemoryObjectStore(clock);
    private final History history = new History();
    private final TreeMap<Long, Long> stored = new TreeMap<>();
    private final List<FaultyObjectStore> views = new ArrayList<>();
    private final List<SimProcess> replaced = new ArrayList<>();
    private final List<SimReader> readers = new ArrayList<>();
    private final long graceNanos;
    private SimProcess process;
    private boolean between;
    private boolean volumeExists;
    private int checkpointCount;

    private int deletedCount() {
      return Math.toIntExact(
          views.stream().mapToLong(view -> view.counts().requests(Kind.DELETE_ALL)).sum());
    }

    World(long seed) {
      random = new Random(seed);
      long lag = random.nextInt(4) == 0 ? 0 : random.nextLong(3_000 * MILLI_NANOS);
      FollowOptions options = new FollowOptions(lag, 8_000 * MILLI_NANOS, 600_000 * MILLI_NANOS);
      graceNanos = options.graceNanos();
      for (int i = 0; i <= random.nextInt(2); i++) {
        SimReader reader = new SimReader(objects, clock, options, random, history, stored);
        reader.view().plan(faults(0.05)).beforeEach(_ -> betweenReads());
        readers.add(reader);
      }
      process = newProcess();
    }

    private SimProcess newProcess() {
      SimProcess made =
          new SimProcess(
              objects,
              clock,
              SimProcess.randomOptions(random, Durability.BUCKET, null, graceNanos),
              random);
      made.view().beforeEach(_ -> betweenWrites());
      views.add(made.view());
      return made;
    }

    void run() {
      int rounds = 2 + random.nextInt(5);
      for (int i = 0; i < rounds; i++) {
        round();
      }
      process = newProcess();
      history.recovered(process.open(), random);
      compareWithRecovery();
    }

    private void round() {
      process = newProcess();
      process.view().plan(faults(0.08));
      boolean crashes = random.nextInt(3) == 0;
      if (crashes) {
        process.view().crashAt(random.nextInt(1 << (3 + random.nextInt(7))));
      }
      try {
        KeyValueStore store = process.open();
        volumeExists = true;
        history.recovered(store, random);
        live(store, random.nextInt(150));
      } catch (SimulatedCrash _) {
        // As a kill: nobody cleans up.
      }
      if (crashes) {
        process.view().crash();
      } else {
        replaced.add(process);
      }
      arriveLate();
    }

    private FaultPlan faults(double most) {
      double share = random.nextInt(3) == 0 ? 0 : random.nextDouble() * most;
      return FaultPlan.random(
          Map.of(
              Fault.FAIL_BEFORE, share,
              Fault.FAIL_AFTER, share,
              Fault.LATE, share / 4,
              Fault.SHORT_PAGE, share));
    }

    private void arriveLate() {
      for (FaultyObjectStore view : views) {
        if (!view.lateWrites().isEmpty() && random.nextInt(2) == 0) {
          view.applyLate(random.nextInt(view.lateWrites().size()));
        }
      }
    }

    private SimReader anyReader() {
      return readers.get(random.nextInt(readers.size()));
    }

    /** Between two requests of a writer. */
    private void betweenWrites() {
      if (!between && volumeExists && random.nextInt(6) == 0) {
        between = true;
        try {
          anyReader().act();
        } finally {
          between = false;
        }
      }
    }

    /** Between two requests of a reader, if no writer is in the middle of one. */
    private void betweenReads() {
      if (between || random.nextInt(3) > 0) {
        return;
      }
      between = true;
      try {
        int dice = random.nextInt(20);
        if (dice < 15) {
          process.driver().runOne();
        } else if (dice < 17) {
          pass(3_000);
        } else if (dice < 19) {
          formerWriter();
        } else {
          process.driver().runOne();
        }
      } catch (SimulatedCrash _) {
        // The writer is dead; it is found out when it is asked next.
      } finally {
        between = false;
      }
    }

    private void pass(long millis) {
      clock.advance(random.nextLong(millis * MILLI_NANOS));
      process.driver().wake();
    }

    /** One that was replaced goes on with what it has, and takes in what will never be. */
    private void formerWriter() {
      if (!replaced.isEmpty()) {
        replaced.get(random.nextInt(replaced.size())).driver().runOne();
      }
    }

    private void live(KeyValueStore store, int steps) {
      for (int i = 0; i < steps; i++) {
        step(store);
        arriveLate();
      }
      if (random.nextInt(3) == 0) {
        store.close();
        stable(history.lastPosition());
      }
    }

    private void step(KeyValueStore store) {
      int dice = random.nextInt(100);
      if (dice < 35) {
        history.write(store, RandomBatches.batch(random));
      } else if (dice < 55) {
        process.driver().runOne();
      } else if (dice < 60) {
        pass(random.nextInt(4) == 0 ? 20_000 : 4_000); // now and then beyond the grace
      } else if (dice < 68) {
        sync(store);
      } else if (dice < 72) {
        checkpoint(store);
      } else if (dice < 75) {
        forgetCheckpoint(store);
      } else if (dice < 80) {
        formerWriter();
      } else if (dice < 86) {
        process.driver().runOne();
      } else if (dice < 98) {
        anyReader().act();
      } else {
        compareWithRecovery();
      }
    }

    private void sync(KeyValueStore store) {
      long position = random.nextLong(history.lastPosition() + 1);
      store.syncToBackingStore(new CommitPosition(position));
      stable(position);
    }

    private void stable(long position) {
      history.synced(position);
      stored.merge(clock.monotonicNanos(), position, Math::max);
    }

    private void checkpoint(KeyValueStore store) {
      String name = "c" + checkpointCount++;
      long before = history.lastPosition();
      long position = store.createCheckpoint(name).position().sequence();
      assertTrue(position >= before, () -> "checkpoint at " + position + " of " + before);
      history.checkpointed(name, position);
      stable(position);
    }

    private void forgetCheckpoint(KeyValueStore store) {
      for (String name : List.copyOf(history.checkpoints().keySet())) {
        if (random.nextInt(3) == 0) {
          history.checkpoints().remove(name);
          store.deleteCheckpoint(name);
          return;
        }
      }
    }

    /** A reader that looks anew sees what a writer would recover from the same objects. */
    private void compareWithRecovery() {
      boolean before = between;
      between = true;
      MemoryObjectStore copy = new MemoryObjectStore(clock);
      for (ObjectSummary object : objects.list("", null, 1_000_000).objects()) {
        copy.put(object.key(), objects.get(object.key()));
      }
      clock.advance(4_000 * MILLI_NANOS);
      SimReader reader = anyReader();
      reader.look();
      try (Snapshot seen = reader.reader().snapshot();
          Snapshot recovered =
              new SimProcess(copy, clock, process.options(), random).open().snapshot()) {
        assertEquals(recovered.position(), seen.position());
      } catch (KeyValueException.Unavailable e) {
        throw new AssertionError(e);
      }
      reader.readPresent();
      between = before;
    }
  }
}
