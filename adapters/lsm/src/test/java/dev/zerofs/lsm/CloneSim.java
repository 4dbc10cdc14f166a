package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.background.SimDriver;
import dev.zerofs.lsm.clone.Cloning;
import dev.zerofs.lsm.codec.Codecs;
import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.manifest.ManifestCodec;
import dev.zerofs.lsm.recovery.Patience;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.RandomBatches;
import dev.zerofs.ports.objectstore.Fault;
import dev.zerofs.ports.objectstore.FaultPlan;
import dev.zerofs.ports.objectstore.FaultyObjectStore;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.SimulatedCrash;
import dev.zerofs.ports.random.Seeds;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A family of volumes in one store, each but the first made of a checkpoint of another: all are
 * written, merged, reclaimed, crashed and reopened beside each other, checkpoints come and go, and
 * everybody keeps exactly its own history.
 */
final class CloneSim {

  /** How many seeds a run has; -Dzerofs.sim.seeds=… for longer ones. */
  private static final int SEEDS = Integer.getInteger("zerofs.sim.seeds", 60);

  private static final int VOLUMES_MAX = 6;

  @Test
  void everyVolumeOfAFamilyKeepsItsOwnHistory() {
    int[] sums = new int[2];
    Seeds.forEach(
        SEEDS / 2,
        seed -> {
          World world = new World(seed);
          world.run();
          sums[0] += world.volumes.size() - 1;
          sums[1] += world.refusedCount;
        });
    if (SEEDS >= 20 && System.getProperty("zerofs.seed", "").isEmpty()) {
      assertTrue(sums[0] > 0, "there was never a clone");
      assertTrue(sums[1] > 0, "no checkpoint was ever kept for a clone");
    }
  }

  /** One volume with the process that serves it, if any. */
  private static final class Volume {
    private final String prefix;
    private final History history;

    /** How many clones a checkpoint of it has. */
    private final Map<String, Integer> clones = new HashMap<>();

    private @Nullable SimProcess process;
    private @Nullable KeyValueStore store;

    Volume(String prefix, History history) {
      this.prefix = prefix;
      this.history = history;
    }
  }

  private static final class World {

    private final Random random;
    private final ManualClock clock = new ManualClock();
    private final ObjectStore objects = new MemoryObjectStore(clock);
    private final List<Volume> volumes = new ArrayList<>();
    private int checkpointCount;
    private int refusedCount;

    World(long seed) {
      random = new Random(seed);
      volumes.add(new Volume(random.nextBoolean() ? "" : "first", new History()));
    }

    void run() {
      for (int steps = 200 + random.nextInt(400); steps > 0; steps--) {
        step(volumes.get(random.nextInt(volumes.size())));
      }
      for (Volume volume : volumes) {
        crash(volume);
        volume.history.recovered(open(volume), random);
      }
    }

    private KeyValueStore open(Volume volume) {
      KeyValueStore known = volume.store;
      if (known != null) {
        return known;
      }
      SimProcess process =
          new SimProcess(
                  objects, clock, SimProcess.randomOptions(random, Durability.BUCKET, null), random)
              .at(volume.prefix);
      process.view().plan(faults());
      volume.process = process;
      KeyValueStore store = process.open();
      volume.store = store;
      volume.history.recovered(store, random);
      return store;
    }

    private FaultPlan faults() {
      double share = random.nextInt(2) == 0 ? 0 : random.nextDouble() * 0.05;
      return FaultPlan.random(
          Map.of(Fault.FAIL_BEFORE, share, Fault.FAIL_AFTER, share, Fault.SHORT_PAGE, share));
    }

    private static void crash(Volume volume) {
      SimProcess process = volume.process;
      if (process != null) {
        process.view().crash();
        assertTrue(!process.isReplaced(), "nobody else was there");
      }
      volume.process = null;
      volume.store = null;
    }

    private void step(Volume volume) {
      KeyValueStore store = open(volume);
      int dice = random.nextInt(100);
      if (dice < 40) {
        volume.history.write(store, RandomBatches.batch(random));
      } else if (dice < 65) {
        runSteps(volume);
      } else if (dice < 70) {
        clock.advance(random.nextLong(4_000_000_000L));
      } else if (dice < 76) {
        long position = volume.history.lastPosition();
        store.syncToBackingStore(new CommitPosition(position));
        volume.history.synced(position);
      } else if (dice < 81) {
        volume.history.now().requireSame(store, random);
      } else if (dice < 85) {
        String name = "c" + checkpointCount++;
        volume.history.checkpointed(name, store.createCheckpoint(name).position().sequence());
      } else if (dice < 90) {
        deleteCheckpoint(volume, store);
      } else if (dice < 96) {
        cloneOf(volume);
      } else {
        crash(volume);
      }
    }

    private void runSteps(Volume volume) {
      SimProcess process = volume.process;
      for (int i = random.nextInt(10); process != null && i >= 0; i--) {
        process.driver().wake();
        process.driver().runOne();
      }
    }

    private void deleteCheckpoint(Volume volume, KeyValueStore store) {
      for (String name : List.copyOf(volume.history.checkpoints().keySet())) {
        if (random.nextInt(3) > 0) {
          continue;
        }
        try {
          store.deleteCheckpoint(name);
          volume.history.checkpoints().remove(name);
          assertTrue(!volume.clones.containsKey(name), "a clone has lost its checkpoint");
        } catch (IllegalArgumentException e) {
          assertTrue(volume.clones.containsKey(name), e::getMessage);
          refusedCount++;
        }
        return;
      }
    }

    private void cloneOf(Volume volume) {
      List<String> names = List.copyOf(volume.history.checkpoints().keySet());
      if (names.isEmpty() || volumes.size() == VOLUMES_MAX) {
        return;
      }
      String name = names.get(random.nextInt(names.size()));
      String target = "clones/" + volumes.size();
      FaultyObjectStore view = new FaultyObjectStore(objects, random.nextLong());
      view.plan(faults()).beforeEach(_ -> runSteps(volume));
      if (random.nextInt(3) == 0) {
        view.crashAt(random.nextInt(12));
      }
      try {
        cloning(view).create(volume.prefix, name, target);
      } catch (SimulatedCrash _) {
        if (objects.list(target + "/", null, 1).objects().isEmpty()) {
          // Made again by somebody else, or never.
          volume.clones.merge(name, 1, Integer::sum);
          cloning(objects).create(volume.prefix, name, target);
        }
      }
      volume.clones.merge(name, 1, Integer::sum);
      long position = volume.history.checkpoints().getOrDefault(name, 0L);
      volumes.add(new Volume(target, volume.history.upTo(position)));
    }

    private Cloning cloning(ObjectStore through) {
      SimDriver driver = new SimDriver(clock, new Random(random.nextLong()));
      return new Cloning(
          through,
          new ManifestCodec(new FrameCodec(new Codecs(List.of(new ZstdCodec(1)), null))),
          new Patience(clock, random, driver, 600_000_000_000L),
          random);
    }
  }
}
