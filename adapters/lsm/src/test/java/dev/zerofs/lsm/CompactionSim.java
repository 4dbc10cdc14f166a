package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.codec.Codecs;
import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.lsm.commit.LogLimits;
import dev.zerofs.lsm.compaction.CompactionPolicy;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.ManifestCodec;
import dev.zerofs.lsm.manifest.Run;
import dev.zerofs.lsm.reclaim.ReclaimOptions;
import dev.zerofs.lsm.recovery.ManifestChain;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.Oracle;
import dev.zerofs.ports.keyvalue.RandomBatches;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.random.Seeds;
import dev.zerofs.ports.time.ManualClock;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compaction under a whole store: runs stay few, and nobody sees it. */
final class CompactionSim {

  private static final long SECOND_NANOS = 1_000_000_000L;

  private final ManualClock clock = new ManualClock();
  private final ObjectStore objects = new MemoryObjectStore(clock);

  private static LsmOptions tinyMemtables() {
    return SimOptions.small()
        .log(new LogLimits(4096, 4096, SECOND_NANOS, 8192, 600 * SECOND_NANOS, 4))
        .reclaim(new ReclaimOptions(0.5, 1.4, 1 << 20, 4096, 60 * SECOND_NANOS))
        .options();
  }

  private Manifest manifest() {
    FrameCodec codec = new FrameCodec(new Codecs(List.of(new ZstdCodec(1)), null));
    ManifestChain chain = new ManifestChain(objects, ObjectNames.ROOT, new ManifestCodec(codec));
    return Objects.requireNonNull(chain.newest());
  }

  /** Lets the steps do what is due until there is nothing. */
  private static void rest(SimProcess process) {
    boolean busy = true;
    while (busy) {
      busy = process.driver().runOne();
    }
  }

  @Test
  void runsStayFewAndEveryOpenSnapshotSeesItsMoment() {
    Seeds.forEach(
        2,
        seed -> {
          Random random = new Random(seed);
          SimProcess process = new SimProcess(objects, clock, tinyMemtables(), random);
          KeyValueStore store = process.open();
          Oracle now = new Oracle();
          store.write(new WriteBatch().deleteRange(Bytes.wrap(new byte[] {0}), LAST));
          Oracle then = now.copy();
          Snapshot snapshot = store.snapshot();
          for (int i = 0; i < 200; i++) {
            store.sync(now.write(store, RandomBatches.batch(random)));
            if (i % 100 == 50) {
              then.requireSame(snapshot, random);
              snapshot.close();
              then = now.copy();
              snapshot = store.snapshot();
            }
          }
          now.requireSame(store, random);
          then.requireSame(snapshot, random);
          snapshot.close();
          rest(process);
          store.close();
          int runCount = manifest().runs().size();
          assertTrue(runCount <= CompactionPolicy.DEFAULT.runCountMax(), runCount + " runs");
          now.requireSame(new SimProcess(objects, clock, tinyMemtables(), random).open(), random);
        });
  }

  private static final Bytes LAST = Bytes.wrap(new byte[] {-1, -1, -1, -1, -1});

  @Test
  void damagedRunsAreSetAsideAndTheRestGoesOn() {
    Random random = new Random(3);
    SimProcess first = new SimProcess(objects, clock, tinyMemtables(), random);
    KeyValueStore before = first.open();
    for (int i = 0; i < 20; i++) {
      before.sync(before.write(new WriteBatch().put(Bytes.utf8("old:" + i), Bytes.utf8("x"))));
    }
    before.close();
    ObjectKey damaged = ObjectNames.ROOT.sst(manifest().runs().getLast().tables().getFirst().id());
    byte[] body = objects.get(damaged).toByteArray();
    body[20] ^= 1;
    objects.put(damaged, Bytes.wrap(body));

    SimProcess process = new SimProcess(objects, clock, tinyMemtables(), random);
    KeyValueStore store = process.open();
    for (int i = 0; i < 400; i++) {
      WriteBatch batch = new WriteBatch().put(Bytes.utf8("new:" + i % 50), Bytes.utf8("" + i));
      store.admit(batch.sizeBytes());
      store.sync(store.write(batch));
      rest(process);
    }
    assertThrows(KeyValueException.Corrupt.class, () -> store.get(Bytes.utf8("old:1")));
    assertEquals(
        Bytes.utf8("399"), Objects.requireNonNull(store.get(Bytes.utf8("new:49"))).value());
    store.close();
    int runCount = manifest().runs().size();
    int runsMax = 2 * CompactionPolicy.DEFAULT.runCountMax();
    assertTrue(runCount <= runsMax, runCount + " runs");
  }

  @Test
  void whatIsDeletedIsGoneInTheEnd() {
    Random random = new Random(1);
    SimProcess process = new SimProcess(objects, clock, tinyMemtables(), random);
    KeyValueStore store = process.open();
    for (int round = 0; round < 30; round++) {
      WriteBatch batch = new WriteBatch();
      for (int i = 0; i < 50; i++) {
        batch.put(Bytes.utf8("chunk:" + i), Bytes.utf8("value " + round));
      }
      store.sync(store.write(batch));
      store.sync(store.write(new WriteBatch().deleteRange(Bytes.utf8("a"), Bytes.utf8("z"))));
    }
    rest(process);
    store.close();

    long entries =
        manifest().runs().stream()
            .map(Run::tables)
            .flatMap(List::stream)
            .mapToLong(table -> table.entryCount())
            .sum();
    assertTrue(entries <= 200, entries + " entries are left of 1500");
  }
}
