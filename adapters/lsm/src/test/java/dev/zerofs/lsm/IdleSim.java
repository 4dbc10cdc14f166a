package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.time.ManualClock;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests cost money: a store that nobody uses makes none, whatever there was to do before. */
final class IdleSim {

  private static final long HOUR_NANOS = 3_600_000_000_000L;

  /** Until then everything may be cleaned up that grace times keep. */
  private static final int HOURS_TO_SETTLE = 3;

  private static final int HOURS_IDLE = 8;

  private final ManualClock clock = new ManualClock();
  private final ObjectStore objects = new MemoryObjectStore(clock);

  @ParameterizedTest
  @EnumSource(Durability.class)
  void asksNothing(Durability durability, @TempDir Path directory) {
    Path journal = durability == Durability.JOURNAL ? directory.resolve("journal") : null;
    Random random = new Random(1);
    SimProcess process =
        new SimProcess(objects, clock, SimProcess.usualOptions(durability, journal), random);
    KeyValueStore store = process.open();
    use(store, random);
    pass(process, HOURS_TO_SETTLE);
    assertTrue(process.view().counts().requests() > 0, "it did something before");

    process.view().resetCounts();
    pass(process, HOURS_IDLE);
    assertEquals(0, process.view().counts().requests(), process.view().counts()::toString);

    store.write(new WriteBatch().put(Bytes.utf8("still"), Bytes.utf8("here")));
    store.close();
  }

  /** Enough for tables, compactions and dead segments. */
  private static void use(KeyValueStore store, Random random) {
    for (int i = 0; i < 6_000; i++) {
      byte[] value = new byte[1 + random.nextInt(8_000)];
      random.nextBytes(value);
      WriteBatch batch = new WriteBatch().put(key(random), Bytes.wrap(value));
      if (i % 50 == 0) {
        batch.delete(key(random)).deleteRange(Bytes.utf8("key-1"), Bytes.utf8("key-10"));
      }
      store.admit(batch.sizeBytes());
      var position = store.write(batch);
      if (i % 100 == 0) {
        store.sync(position);
      }
    }
  }

  private static Bytes key(Random random) {
    return Bytes.utf8("key-" + random.nextInt(1_500));
  }

  private static void pass(SimProcess process, int hours) {
    for (int i = 0; i < hours; i++) {
      var _ = process.driver().await(() -> false, HOUR_NANOS);
    }
  }
}
