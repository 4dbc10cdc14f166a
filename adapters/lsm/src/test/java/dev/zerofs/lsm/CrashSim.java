package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.Oracle;
import dev.zerofs.ports.keyvalue.RandomBatches;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.keyvalue.WriteBatch;
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
  private static final int SEEDS = Integer.getInteger("zerofs.sim.seeds", 60);

  @TempDir private Path directory;

  @Test
  void bucketMode() {
    Seeds.forEach(SEEDS, seed -> new World(seed, Durability.BUCKET, null).run());
  }

  @Test
  void memoryMode() {
    Seeds.forEach(SEEDS / 3, seed -> new World(seed, Durability.MEMORY, null).run());
  }

  @Test
  void journalMode() {
    Seeds.forEach(
        SEEDS / 4,
        seed -> {
          try (SimJournal journal = new SimJournal(directory.resolve("seed" + seed), seed)) {
            new World(seed, Durability.JOURNAL, journal).run();
          }
        });
  }

  private static final class World {

    private final Random random;
    private final Durability durability;
    private final @Nullable SimJournal journal;
    private final ManualClock clock = new ManualClock();
    private final ObjectStore objects = new MemoryObjectStore(clock);
    private final History history = new History();
    private final List<FaultyObjectStore> views = new ArrayList<>();
    private int checkpointCount;

    World(long seed, Durability durability, @Nullable SimJournal journal) {
      this.random = new Random(seed);
      this.durability = durability;
      this.journal = journal;
    }

    void run() throws IOException {
      int rounds = 2 + random.nextInt(6);
      for (int i = 0; i < rounds; i++) {
        round();
      }
      SimProcess last = process();
      history.recovered(last.open(), random);
    }

    private SimProcess process() {
      Path place = journal == null ? null : journal.parent();
      SimProcess process =
          new SimProcess(
              objects, clock, SimProcess.randomOptions(random, durability, place), random);
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
        new Life(process, store).run(random.nextInt(120));
      } catch (SimulatedCrash _) {
        // As a kill: nobody cleans up.
      }
      process.view().crash();
      assertFalse(process.isReplaced(), "nobody else was there");
      if (journal != null) {
        journal.crash(history.syncedPosition());
      }
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

    /** What dead processes sent arrives at any time, or never. */
    private void arriveLate() {
      for (FaultyObjectStore view : views) {
        if (!view.lateWrites().isEmpty() && random.nextInt(2) == 0) {
          view.applyLate(random.nextInt(view.lateWrites().size()));
        }
      }
    }

    /** What one process does while it lives. */
    private final class Life {

      private record Held(Snapshot snapshot, Oracle asItWas) {}

      private final SimProcess process;
      private final KeyValueStore store;
      private final List<Held> held = new ArrayList<>();

      Life(SimProcess process, KeyValueStore store) {
        this.process = process;
        this.store = store;
      }

      void run(int steps) {
        for (int i = 0; i < steps; i++) {
          step();
          arriveLate();
        }
        if (random.nextInt(3) == 0) {
          store.close();
          // A refusing disk of the journal or an outage may cut the end of it short: the clock
          // runs.
          history.synced(history.lastPosition());
        }
      }

      private void step() {
        int dice = random.nextInt(100);
        if (dice < 35) {
          write();
        } else if (dice < 60) {
          process.driver().runOne();
        } else if (dice < 65) {
          clock.advance(random.nextLong(2_000_000_000L));
          process.driver().wake();
        } else if (dice < 78) {
          sync();
        } else if (dice < 86) {
          history.now().requireSame(store, random);
        } else if (dice < 90) {
          held.add(new Held(store.snapshot(), history.now().copy()));
        } else if (dice < 94) {
          release();
        } else if (dice < 96) {
          checkpoint();
        } else if (dice < 97) {
          forgetCheckpoint();
        } else if (dice < 99) {
          store.confirmOwnership();
        }
      }

      private void write() {
        WriteBatch batch = random.nextInt(4) == 0 ? patch() : RandomBatches.batch(random);
        try {
          store.admit(batch.sizeBytes());
          history.write(store, batch);
        } catch (KeyValueException.Unavailable _) {
          // Nothing was written.
        }
      }

      /** Changes a part of a value and says which. */
      private WriteBatch patch() {
        Bytes key = RandomBatches.key(random);
        Entry entry = store.get(key);
        if (entry == null || entry.value().isEmpty()) {
          return RandomBatches.batch(random);
        }
        byte[] value = entry.value().toByteArray();
        int offset = random.nextInt(value.length);
        int length = random.nextInt(value.length - offset + 1);
        for (int i = offset; i < offset + length; i++) {
          value[i] = (byte) random.nextInt();
        }
        return new WriteBatch().put(key, Bytes.wrap(value), offset, length);
      }

      private void sync() {
        if (history.lastPosition() == 0) {
          return;
        }
        long position =
            random.nextBoolean()
                ? history.lastPosition()
                : random.nextLong(history.lastPosition() + 1);
        if (random.nextInt(4) == 0) {
          store.syncToBackingStore(new CommitPosition(position));
          history.synced(position);
        } else {
          store.sync(new CommitPosition(position));
          if (durability != Durability.MEMORY) {
            history.synced(position);
          }
        }
      }

      private void release() {
        if (!held.isEmpty()) {
          Held chosen = held.remove(random.nextInt(held.size()));
          chosen.asItWas.requireSame(chosen.snapshot, random);
          chosen.snapshot.close();
        }
      }

      private void checkpoint() {
        String name = "c" + checkpointCount++;
        long position = store.createCheckpoint(name).position().sequence();
        assertTrue(position >= history.lastPosition(), "checkpoint at " + position);
        history.checkpointed(name, position);
        assertTrue(store.checkpoints().stream().anyMatch(one -> one.name().equals(name)));
      }

      private void forgetCheckpoint() {
        for (String name : List.copyOf(history.checkpoints().keySet())) {
          if (random.nextInt(3) == 0) {
            history.checkpoints().remove(name);
            store.deleteCheckpoint(name);
            return;
          }
        }
      }
    }
  }
}
