package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zerofs.lsm.background.SimDriver;
import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.lsm.inspect.Finding;
import dev.zerofs.lsm.inspect.VolumeInspector;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.Oracle;
import dev.zerofs.ports.keyvalue.RandomBatches;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.objectstore.FaultyObjectStore;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.random.Seeds;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A check beside writers that do anything between any two of its requests: write, flush, merge,
 * delete, crash, take over. Nothing is damaged, so nothing may be called so.
 */
final class OnlineCheckSim {

  private static final int SEEDS = Integer.getInteger("zerofs.sim.seeds", 60) / 4;

  @Test
  void whatAWriterDoesIsNoDamage() {
    Seeds.forEach(SEEDS, seed -> new World(seed).run());
  }

  private static final class World {
    private final Random random;
    private final ManualClock clock = new ManualClock();
    private final ObjectStore objects = new MemoryObjectStore(clock);
    private final Oracle oracle = new Oracle();
    private SimProcess process;
    private KeyValueStore store;
    private int checkpointCount;

    World(long seed) {
      random = new Random(seed);
      process = start();
      store = process.open();
    }

    private SimProcess start() {
      return new SimProcess(
          objects, clock, SimProcess.randomOptions(random, Durability.BUCKET, null), random);
    }

    void run() {
      for (int i = 50 + random.nextInt(200); i > 0; i--) {
        step();
      }
      for (int i = 0; i < 3; i++) {
        check();
      }
    }

    private void check() {
      FaultyObjectStore view = new FaultyObjectStore(objects, random.nextLong());
      view.beforeEach(_ -> meanwhile());
      List<Finding> damage = new ArrayList<>();
      new VolumeInspector(view, "", List.of(new ZstdCodec(1)), clock, new SimDriver(clock, random))
          .check(
              random.nextBoolean(),
              finding -> {
                if (finding.kind() == Finding.Kind.DAMAGE) {
                  damage.add(finding);
                }
              });
      assertEquals("[]", damage.toString());
    }

    private void meanwhile() {
      for (int i = random.nextInt(4); i > 0; i--) {
        step();
      }
      if (random.nextInt(60) == 0) {
        process.view().crash();
        process = start();
        store = process.open();
      }
    }

    private void step() {
      int dice = random.nextInt(20);
      try {
        if (dice < 8) {
          WriteBatch batch = RandomBatches.batch(random);
          store.admit(batch.sizeBytes());
          CommitPosition position = oracle.write(store, batch);
          if (dice == 0) {
            store.sync(position);
          }
        } else if (dice < 18) {
          process.driver().runOne();
        } else if (dice < 19) {
          clock.advance(random.nextLong(2_000_000_000L));
          process.driver().wake();
        } else {
          checkpoint();
        }
      } catch (KeyValueException.Unavailable _) {
        // Nothing was written.
      }
    }

    private void checkpoint() {
      if (checkpointCount > 0 && random.nextBoolean()) {
        store.checkpoints().stream()
            .findFirst()
            .ifPresent(one -> store.deleteCheckpoint(one.name()));
      } else if (random.nextInt(4) == 0) {
        store.createCheckpoint("c" + checkpointCount++);
      }
    }
  }
}
