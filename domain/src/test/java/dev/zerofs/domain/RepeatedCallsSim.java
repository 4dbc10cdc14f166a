package dev.zerofs.domain;

import static dev.zerofs.ports.filesystem.FileSystemDriver.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.memory.MemoryVolume;
import dev.zerofs.ports.filesystem.Created;
import dev.zerofs.ports.filesystem.Linked;
import dev.zerofs.ports.filesystem.RandomOperations;
import dev.zerofs.ports.filesystem.Renamed;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Usage;
import dev.zerofs.ports.filesystem.Wcc;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.random.Seeds;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A client repeats its calls after crashes: those whose change survived are answered as the first
 * time and change nothing, however many crashes ago that was; those that were lost are made.
 */
final class RepeatedCallsSim {
  private static final int RUNS = 40;
  private static final int LIVES = 5;
  private static final int STEPS = 100;

  /** A change that was made, and what it was answered. */
  private record Made(RandomOperations.Operation operation, Result<?> result) {}

  @Test
  void repeatedCallsAreAnsweredOnce() {
    int[] repeated = {0, 0};
    Seeds.forEach(
        RUNS,
        seed -> {
          Run sim = new Run(seed);
          for (int life = 0; life < LIVES; life++) {
            sim.live();
            List<Made> lost = sim.end();
            sim.repeatSurvivors();
            sim.repeatLost(lost);
            repeated[0] += sim.survivors.size();
            repeated[1] += lost.size();
          }
        });
    assertTrue(
        Math.min(repeated[0], repeated[1]) > RUNS,
        () -> "too few: " + repeated[0] + " that survived, " + repeated[1] + " that were lost");
  }

  /** One volume with its client. */
  private static final class Run {
    private final Random random;
    private final ManualClock clock = new ManualClock();
    private final MemoryVolume disk = new MemoryVolume();
    private final RandomOperations operations;
    private final List<Made> survivors = new ArrayList<>();
    private List<Made> young = new ArrayList<>();
    private KeyValueStore store;
    private Volume volume;
    private CommitPosition newest = CommitPosition.NONE;

    Run(long seed) {
      this.random = new Random(seed);
      this.store = disk.open(clock);
      this.volume = Volume.open(store, clock, random, Options.DEFAULT);
      this.operations = new RandomOperations(seed, volume.volume().root());
    }

    void live() {
      for (int step = 0; step < STEPS; step++) {
        clock.advance(random.nextInt(1000));
        run(operations.next());
        if (random.nextInt(40) == 0) {
          volume.awaitReply(newest);
        }
      }
    }

    private void run(RandomOperations.Operation operation) {
      CommitPosition before;
      try (Snapshot now = store.snapshot()) {
        before = now.position(); // some batches are nobody's result
      }
      Result<?> result = operation.run(volume);
      operations.learn(result);
      boolean wrote = result.position().compareTo(before) > 0;
      newest = newest.max(result.position());
      if (wrote && result instanceof Result.Done<?>(var value, var _) && isOnceOnly(value)) {
        young.add(new Made(operation, result));
      }
    }

    private static boolean isOnceOnly(Object value) {
      return value instanceof Wcc
          || value instanceof Created
          || value instanceof Renamed
          || value instanceof Linked;
    }

    /** Ends and begins anew, and tells what did not survive. */
    List<Made> end() {
      if (random.nextInt(4) == 0) {
        volume.close();
        store.close();
      }
      CommitPosition survived = disk.durablePosition();
      List<Made> lost = new ArrayList<>();
      for (Made made : young) {
        (made.result().position().compareTo(survived) <= 0 ? survivors : lost).add(made);
      }
      young = new ArrayList<>();
      store = disk.open(clock);
      volume = Volume.open(store, clock, random, Options.DEFAULT);
      VolumePropertyTest.requireClean(store);
      return lost;
    }

    void repeatSurvivors() {
      TreeMap<String, Object> contents = VolumeCrashSim.contents(volume);
      Usage usage = done(volume.usage());
      Collections.shuffle(survivors, random);
      for (Made made : survivors) {
        clock.advance(random.nextInt(1000));
        Result<?> again = made.operation().run(volume);
        assertEquals(done(made.result()), done(again));
        volume.awaitReply(again.position());
      }
      assertEquals(contents, VolumeCrashSim.contents(volume));
      assertEquals(usage, done(volume.usage()));
    }

    void repeatLost(List<Made> lost) {
      lost.forEach(made -> run(made.operation()));
    }
  }
}
