package dev.zerofs.lsm;

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
import dev.zerofs.lsm.sst.SstOptions;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.Oracle;
import dev.zerofs.ports.keyvalue.RandomBatches;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.keyvalue.WriteBatch;
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
    return new LsmOptions(
        Durability.BUCKET,
        new LogLimits(4096, 4096, SECOND_NANOS, 8192, 600 * SECOND_NANOS, 4),
        1 << 20,
        1 << 20,
        null,
        1 << 20,
        SECOND_NANOS,
        5 * SECOND_NANOS,
        5 * SECOND_NANOS,
        2,
        60 * SECOND_NANOS,
        60 * SECOND_NANOS,
        true,
        SstOptions.DEFAULT,
        CompactionPolicy.DEFAULT,
        new ReclaimOptions(0.5, 1.4, 1 << 20, 4096, 60 * SECOND_NANOS),
        ReadOptions.DISKLESS);
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
