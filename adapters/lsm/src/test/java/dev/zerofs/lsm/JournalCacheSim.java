package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.commit.LogLimits;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.random.Seeds;
import dev.zerofs.ports.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Values that are read from files which the journal writes, hands to the disk cache and gets back,
 * through closes and crashes: they are always what was written.
 */
final class JournalCacheSim {

  private static final int SEEDS = Integer.getInteger("zerofs.sim.seeds", 60) / 4;
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final int KEYS = 60;

  @TempDir private Path directory;

  @Test
  void valuesAreWhatWasWritten() {
    AtomicLong taken = new AtomicLong();
    Seeds.forEach(
        SEEDS,
        seed -> {
          try (SimJournal disk = new SimJournal(directory.resolve("seed" + seed), seed)) {
            taken.addAndGet(new World(seed, disk).run());
          }
        });
    assertTrue(taken.get() > 0, "no file was ever handed over");
  }

  private static final class World {
    private final ManualClock clock = new ManualClock();
    private final ObjectStore objects = new MemoryObjectStore(clock);
    private final Map<Bytes, Bytes> expected = new HashMap<>();
    private final SimJournal disk;
    private final Random random;

    World(long seed, SimJournal disk) {
      this.disk = disk;
      this.random = new Random(seed);
    }

    long run() throws IOException {
      long taken = 0;
      for (int life = 0; life < 4; life++) {
        SimProcess process = new SimProcess(objects, clock, options(), random);
        KeyValueStore store = process.open();
        requireAll(store);
        for (int step = 0; step < 150; step++) {
          step(process, store);
        }
        requireAll(store);
        taken += store.figures().getOrDefault("cache.disk-journal-files", 0L);
        if (random.nextBoolean()) {
          store.close();
        }
        process.view().crash();
        disk.crash();
      }
      return taken;
    }

    private LsmOptions options() {
      long journalBytes = (256L << 10) << random.nextInt(3);
      long diskBytes = (512L << 10) << random.nextInt(4);
      return SimOptions.usual(Durability.JOURNAL, disk.parent())
          .log(new LogLimits(64 << 10, 32 << 10, SECOND_NANOS, 64 << 10, 600 * SECOND_NANOS, 64))
          .unuploadedBytes(1 << 20)
          .cacheBytes(64 << 10)
          .journalBytes(journalBytes)
          .cache(disk.parent().resolve("cache"), diskBytes)
          .options();
    }

    private void step(SimProcess process, KeyValueStore store) {
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> write(store);
        case 3 -> clock.advance(random.nextLong(2 * SECOND_NANOS));
        case 4, 5 -> {
          Bytes key = key();
          requireSame(store, key);
        }
        default -> {
          process.driver().wake();
          for (int i = random.nextInt(40); i > 0 && process.driver().runOne(); i--) {}
        }
      }
    }

    private void write(KeyValueStore store) {
      WriteBatch batch = new WriteBatch();
      for (int i = 1 + random.nextInt(6); i > 0; i--) {
        byte[] value = new byte[1 + random.nextInt(20_000)];
        random.nextBytes(value);
        Bytes key = key();
        batch.put(key, Bytes.wrap(value));
        expected.put(key, Bytes.wrap(value));
      }
      store.admit(batch.sizeBytes());
      CommitPosition position = store.write(batch);
      store.sync(position);
    }

    private Bytes key() {
      return Bytes.utf8("%04d".formatted(random.nextInt(KEYS)));
    }

    private void requireAll(KeyValueStore store) {
      expected.keySet().forEach(key -> requireSame(store, key));
    }

    private void requireSame(KeyValueStore store, Bytes key) {
      Entry entry = store.get(key);
      assertEquals(expected.get(key), entry == null ? null : entry.value());
    }
  }
}
