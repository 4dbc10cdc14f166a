package dev.zerofs.lsm;

import dev.zerofs.lsm.codec.Codecs;
import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.lsm.commit.LogLimits;
import dev.zerofs.lsm.compaction.CompactionPolicy;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.inspect.CheckSummary;
import dev.zerofs.lsm.inspect.Finding;
import dev.zerofs.lsm.inspect.VolumeInspector;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.ManifestCodec;
import dev.zerofs.lsm.reclaim.ReclaimOptions;
import dev.zerofs.lsm.recovery.ManifestChain;
import dev.zerofs.lsm.sst.SstOptions;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.Oracle;
import dev.zerofs.ports.keyvalue.RandomBatches;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A small volume with a past, made to be damaged. */
final class Damaged {

  private static final long SECOND_NANOS = 1_000_000_000L;

  /**
   * What a check said.
   *
   * @param findings in order
   * @param summary at the end
   */
  record Checked(List<Finding> findings, CheckSummary summary) {

    List<String> damage() {
      return findings.stream()
          .filter(one -> one.kind() == Finding.Kind.DAMAGE)
          .map(Finding::text)
          .toList();
    }

    /** Whether the object is named as damaged. */
    boolean blames(ObjectKey object) {
      return damage().stream().anyMatch(text -> text.contains(object.value()));
    }

    /** Whether the object is named at all. */
    boolean names(ObjectKey object) {
      return findings.stream().anyMatch(one -> one.text().contains(object.value()));
    }
  }

  private final ManualClock clock = new ManualClock();
  private final Random random;
  private final ObjectStore objects;
  private final Oracle now = new Oracle();

  Damaged(Random random) {
    this.random = random;
    this.objects = new MemoryObjectStore(clock);
  }

  ManualClock clock() {
    return clock;
  }

  ObjectStore objects() {
    return objects;
  }

  /** What the volume holds. */
  Oracle now() {
    return now;
  }

  static LsmOptions options() {
    return SimOptions.small()
        .log(new LogLimits(8192, 4096, SECOND_NANOS, 16 << 10, 600 * SECOND_NANOS, 8))
        .tables(new SstOptions(1000, 4000, 12))
        .compaction(new CompactionPolicy(2, 5, 2000))
        .reclaim(new ReclaimOptions(0.6, 1.4, 3000, 3000, 0))
        .options();
  }

  SimProcess process() {
    return new SimProcess(objects, clock, options(), random);
  }

  /** One writer's life; it ends by a kill unless it is to close. */
  void live(int batchCount, @Nullable String checkpoint, boolean close) {
    SimProcess process = process();
    KeyValueStore store = process.open();
    for (int i = 0; i < batchCount; i++) {
      store.sync(now.write(store, batch()));
      if (checkpoint != null && i == batchCount / 2) {
        store.createCheckpoint(checkpoint);
      }
    }
    if (close) {
      process.driver().wake();
      while (process.driver().runOne()) {}
      store.close();
    } else {
      process.view().crash();
    }
  }

  /** Mostly small values under many keys, some large ones, some deletions. */
  private WriteBatch batch() {
    if (random.nextInt(8) == 0) {
      return RandomBatches.batch(random);
    }
    WriteBatch batch = new WriteBatch();
    for (int i = random.nextInt(6); i >= 0; i--) {
      byte[] value = new byte[random.nextInt(random.nextInt(4) == 0 ? 3000 : 60)];
      random.nextBytes(value);
      batch.put(Bytes.utf8("key" + random.nextInt(10_000)), Bytes.wrap(value));
    }
    return batch;
  }

  private Manifest manifest() {
    FrameCodec codec = new FrameCodec(new Codecs(List.of(new ZstdCodec(1)), null));
    ManifestChain chain = new ManifestChain(objects, ObjectNames.ROOT, new ManifestCodec(codec));
    return Objects.requireNonNull(chain.newest());
  }

  /** The last segment of the newest log. */
  ObjectKey lastSegment() {
    SegmentId firstPack = new SegmentId(manifest().epoch(), SegmentId.FIRST_PACK);
    return keys().stream()
        .filter(key -> key.value().startsWith("log/"))
        .filter(key -> key.compareTo(ObjectNames.ROOT.segment(firstPack)) < 0)
        .toList()
        .getLast();
  }

  /** The tables that the newest manifest names. */
  Set<ObjectKey> tables() {
    return manifest()
        .allTables()
        .map(table -> ObjectNames.ROOT.sst(table.id()))
        .collect(Collectors.toSet());
  }

  /** Whether there is such a segment here, and of an epoch that the manifest knows. */
  boolean isNeededLog(ObjectKey key) {
    StoredObject object = ObjectNames.ROOT.parse(key);
    return object != null
        && object.kind() == StoredObject.Kind.SEGMENT
        && keys().contains(key)
        && manifest().incarnationOf(0, object.epoch()).isPresent();
  }

  List<ObjectKey> keys() {
    return keys(objects);
  }

  static List<ObjectKey> keys(ObjectStore objects) {
    List<ObjectKey> keys = new ArrayList<>();
    ObjectPage page = objects.list("", null, 10_000);
    page.objects().forEach(object -> keys.add(object.key()));
    return keys;
  }

  /** The same objects in another store. */
  ObjectStore copy() {
    ObjectStore copy = new MemoryObjectStore(clock);
    keys().forEach(key -> copy.put(key, objects.get(key)));
    return copy;
  }

  /** The object with one bit turned over. */
  Bytes flipped(ObjectKey key, int index) {
    byte[] body = objects.get(key).toByteArray();
    body[index] ^= (byte) (1 << random.nextInt(8));
    return Bytes.wrap(body);
  }

  Checked check(boolean deep) {
    return check(objects, deep);
  }

  Checked check(ObjectStore store, boolean deep) {
    List<Finding> findings = new ArrayList<>();
    VolumeInspector inspector = new VolumeInspector(store, "", List.of(new ZstdCodec(1)), clock);
    return new Checked(findings, inspector.check(deep, findings::add));
  }
}
