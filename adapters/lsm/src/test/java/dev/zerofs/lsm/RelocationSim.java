package dev.zerofs.lsm;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.lsm.reclaim.Recount;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.Oracle;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.StoreRequest;
import dev.zerofs.ports.random.Seeds;
import dev.zerofs.ports.time.ManualClock;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Values are moved, and in the narrow moment between the look at what is current and the commit of
 * the move clients overwrite them, delete them, delete ranges of them, and all of that is flushed:
 * what clients wrote wins.
 */
final class RelocationSim {

  private static final int SEEDS = 2 * Integer.getInteger("zerofs.sim.seeds", 60);

  @Test
  void whatIsWrittenWhileValuesAreMovedWins() {
    SimCoverage coverage = new SimCoverage();
    Seeds.forEach(SEEDS, seed -> new World(seed, coverage).run());
    coverage.requireAll(
        20 * SEEDS,
        Set.of(
            "values moved",
            "values outdated while they were moved",
            "lookups repeated because of a flush"));
  }

  private static final class World {
    private final Random random;
    private final SimCoverage coverage;
    private final ManualClock clock = new ManualClock();
    private final ObjectStore objects = new MemoryObjectStore(clock);
    private final SimBatches batches;
    private final Oracle now = new Oracle();
    private final SimProcess process;
    private final KeyValueStore store;
    private boolean isPackUp;

    World(long seed, SimCoverage coverage) {
      random = new Random(seed);
      batches = new SimBatches(random, true);
      this.coverage = coverage;
      process = new SimProcess(objects, clock, Race.options(random, 0), random).countedIn(coverage);
      store = process.open();
    }

    void run() {
      process.view().beforeEach(this::meanwhile);
      for (int i = 0; i < 25; i++) {
        store.sync(now.write(store, batches.next()));
        for (int pieces = random.nextInt(60); pieces > 0; pieces--) {
          process.driver().runOne();
        }
        if (random.nextInt(4) == 0) {
          now.requireSame(store, random);
        }
      }
      now.requireSame(store, random);
      coverage.ended(process);
      // What is written while the last one is waited for might be lost with the crash.
      process.view().beforeEach(_ -> {});
      store.syncToBackingStore(now.write(store, batches.next()));
      process.view().crash();
      Recount.of(objects);
      SimProcess next = new SimProcess(objects, clock, Race.options(random, 0), random);
      now.requireSame(next.open(), random);
    }

    /** A pack is in the store, and what is read now are the keys of what is in it. */
    private void meanwhile(StoreRequest request) {
      if (!process.driver().running().equals("reclaim")) {
        return;
      }
      switch (request.kind()) {
        case PUT -> isPackUp = isPack(request.subject());
        case GET_RANGE -> {
          if (isPackUp && random.nextInt(3) == 0) {
            isPackUp = false;
            interfere();
          }
        }
        case GET, HEAD, LIST, PUT_IF_ABSENT, DELETE, DELETE_ALL -> isPackUp = false;
      }
    }

    private static boolean isPack(String name) {
      StoredObject object = ObjectNames.ROOT.parse(new ObjectKey(name));
      return object != null
          && object.kind() == StoredObject.Kind.SEGMENT
          && object.id() >= SegmentId.FIRST_PACK;
    }

    private void interfere() {
      now.write(store, change());
      if (random.nextBoolean()) {
        // Until that is flushed, if it is: nobody waits for it, so it is sealed by its age.
        clock.advance(2_000_000_000L);
        process.driver().wake();
        for (int pieces = 100; pieces > 0 && process.driver().runOne(); pieces--) {}
      }
    }

    private WriteBatch change() {
      WriteBatch batch = new WriteBatch();
      if (random.nextInt(3) == 0) {
        return batch.deleteRange(Bytes.wrap(new byte[] {0}), Bytes.wrap(new byte[] {'b'}));
      }
      boolean isDeletion = random.nextInt(3) == 0;
      for (int i = 0; i < 12; i++) {
        Bytes key = batches.key();
        batch = isDeletion ? batch.delete(key) : batch.put(key, Bytes.utf8("newer " + i));
      }
      return batch;
    }
  }
}
