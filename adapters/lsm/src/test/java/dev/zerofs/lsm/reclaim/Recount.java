package dev.zerofs.lsm.reclaim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.flush.ManifestStep;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.lsm.layout.Unpublished;
import dev.zerofs.lsm.manifest.EpochLog;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.Run;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.segment.LoggedBatch;
import dev.zerofs.lsm.segment.LoggedSegment;
import dev.zerofs.lsm.segment.SegmentBody;
import dev.zerofs.lsm.sst.SegmentUse;
import dev.zerofs.lsm.sst.SstIterator;
import dev.zerofs.lsm.sst.SstReader;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Every reference of a volume counted anew, entry by entry and straight from the store, past
 * footers, sums and caches: what is referred to is there and whole; footers, manifest and survey
 * say the same; what a survey calls dead nothing refers to.
 */
public final class Recount {

  /** Of a survey only what it adds up is compared, not what it would choose. */
  private static final ReclaimOptions OPTIONS = new ReclaimOptions(0.5, 1.4, 1, 1, 0);

  private final ObjectStore store;
  private final StoredVolume volume;
  private final Manifest manifest;
  private final TreeMap<ObjectKey, Long> sizes = new TreeMap<>();
  private final Set<ObjectKey> tables = new HashSet<>();
  private final Map<SegmentId, Long> tree = new HashMap<>();
  private final Map<SegmentId, Long> pinned = new HashMap<>();
  private final Set<SegmentId> replayed = new HashSet<>();
  private final Set<SegmentId> referredByLog = new HashSet<>();
  private final Set<FrameRef> sound = new HashSet<>();

  private Recount(ObjectStore store, StoredVolume volume, Manifest manifest) {
    this.store = store;
    this.volume = volume;
    this.manifest = manifest;
    for (ObjectSummary object : store.list("", null, 1_000_000).objects()) {
      sizes.put(object.key(), object.sizeBytes());
    }
  }

  /** Counts the volume in {@code store} and checks it; nobody is at work on it meanwhile. */
  public static Recount of(ObjectStore store) {
    StoredVolume volume = new StoredVolume(store);
    Recount recount = new Recount(store, volume, volume.newest());
    recount.countTables();
    recount.countLogs();
    recount.compareWithSurvey(volume.claimedAfter(recount.manifest, true));
    if (recount.replayed.isEmpty()) {
      recount.compareWithSurvey(volume.claimedAfter(recount.manifest, false));
    }
    return recount;
  }

  private void countTables() {
    Set<ObjectKey> ofTree = new HashSet<>();
    for (Run run : manifest.runs()) {
      run.tables().forEach(table -> ofTree.add(volume.names().sst(table.id())));
    }
    for (SstMeta table : manifest.allTables().toList()) {
      ObjectKey key = volume.names().sst(table.id());
      if (tables.add(key)) {
        requireThere(key, "manifest " + manifest.version());
        count(table, key, ofTree.contains(key) ? tree : pinned);
      }
    }
  }

  private void count(SstMeta table, ObjectKey name, Map<SegmentId, Long> sums) {
    SstReader reader = volume.reader(table);
    Map<SegmentId, long[]> own = new TreeMap<>();
    SstIterator entries = reader.iterator();
    for (InternalEntry entry = entries.next(); entry != null; entry = entries.next()) {
      if (entry.value() instanceof Value.Reference(FrameRef frame, int length)) {
        requireFrame(frame, length, name);
        long[] sum = own.computeIfAbsent(frame.segment(), _ -> new long[2]);
        sum[0] += frame.storedLength();
        sum[1]++;
      }
    }
    List<SegmentUse> uses = new ArrayList<>();
    own.forEach((segment, sum) -> uses.add(new SegmentUse(0, segment, sum[0], sum[1])));
    assertEquals(uses, reader.segmentUses(), () -> "footer of " + name);
    long total = uses.stream().mapToLong(SegmentUse::storedBytes).sum();
    assertEquals(total, table.space().referencedBytes(), () -> "manifest about " + name);
    own.forEach((segment, sum) -> sums.merge(segment, sum[0], Long::sum));
  }

  /** What would be replayed. */
  private void countLogs() {
    for (EpochLog log : manifest.logs()) {
      long end = log.fenceId().orElse(Long.MAX_VALUE);
      for (long id = log.replayFrom(); id < end; id++) {
        SegmentId segment = new SegmentId(log.epoch(), id);
        LoggedSegment found = volume.log().read(segment);
        if (found == null) {
          assertTrue(!log.isClosed(), () -> segment + " is missing before the fence");
          break;
        }
        if (found.isFence()) {
          break;
        }
        replayed.add(segment);
        found.batches().stream()
            .map(LoggedBatch::points)
            .flatMap(List::stream)
            .forEach(point -> countLogged(point, segment));
      }
    }
  }

  private void countLogged(LoggedBatch.Point point, SegmentId segment) {
    if (point.value() instanceof Value.Reference(FrameRef frame, int length)) {
      requireFrame(frame, length, volume.names().segment(segment));
      referredByLog.add(frame.segment());
    }
  }

  private void requireThere(ObjectKey key, Object referrer) {
    assertTrue(sizes.containsKey(key), () -> referrer + " refers to " + key + ", which is gone");
  }

  private void requireFrame(FrameRef frame, int length, ObjectKey referrer) {
    assertEquals(0, frame.volumeIndex());
    if (sound.add(frame)) {
      ObjectKey key = volume.names().segment(frame.segment());
      requireThere(key, referrer);
      Bytes found = store.get(key, frame.offset(), frame.storedLength());
      assertEquals(frame.storedLength(), found.length(), () -> referrer + " says " + frame);
      assertTrue(FrameCodec.isSound(found), () -> referrer + " says " + frame);
      assertEquals(length, volume.codec().decodeExactly(found, length, key).length());
    }
  }

  /**
   * Compares with what a survey says that goes by {@code judged} and knows of nothing that is on
   * its way, which is what the next writer knows.
   */
  private void compareWithSurvey(Manifest judged) {
    Unpublished.Moment none = new Unpublished.Moment(Set.of(), 0, SegmentId.FIRST_PACK);
    Survey survey = new Survey(store, volume.names(), volume.tables(), judged, none, OPTIONS);
    while (!survey.step()) {}
    Set<ObjectKey> dead =
        survey.dead().stream().map(Survey.Dead::key).collect(Collectors.toCollection(TreeSet::new));
    Set<ObjectKey> expected = new TreeSet<>();
    long storedBytes = 0;
    long liveBytes = 0;
    for (ObjectKey key : sizes.keySet()) {
      if (isUnreferenced(key, judged) && !isKeptFor(key, judged)) {
        expected.add(key);
      }
    }
    assertEquals(expected, dead, () -> "dead by manifest " + judged);
    for (Candidate one : survey.candidates()) {
      assertEquals(tree.getOrDefault(one.segment(), 0L), one.liveBytes(), one::toString);
      assertEquals(sizes.get(volume.names().segment(one.segment())), one.sizeBytes());
      assertTrue(!pinned.containsKey(one.segment()), () -> one + " is pinned");
    }
    for (SegmentId segment : used()) {
      if (!isReplayed(segment, judged)) {
        storedBytes += sizes.getOrDefault(volume.names().segment(segment), 0L);
        liveBytes += tree.getOrDefault(segment, 0L);
      }
    }
    if (judged.logs().size() == 1) {
      assertEquals(storedBytes, survey.storedBytes(), "bytes of segments in use");
      assertEquals(liveBytes, survey.liveBytes(), "bytes in use");
    }
  }

  private Set<SegmentId> used() {
    Set<SegmentId> used = new HashSet<>(tree.keySet());
    used.addAll(pinned.keySet());
    return used;
  }

  private static boolean isReplayed(SegmentId segment, Manifest by) {
    return !segment.isPack()
        && by.logs().stream()
            .anyMatch(log -> log.epoch() == segment.epoch() && segment.id() >= log.replayFrom());
  }

  /** Whether no table, no checkpoint and no log refers to it and nobody would replay it. */
  private boolean isUnreferenced(ObjectKey key, Manifest by) {
    StoredObject object = volume.names().find(key);
    if (object == null) {
      return isManifest(key) && ObjectNames.lastNumber(key) <= by.version() - ManifestStep.KEPT;
    }
    if (object.kind() == StoredObject.Kind.SST) {
      return !tables.contains(key);
    }
    SegmentId segment = new SegmentId(object.epoch(), object.id());
    return !tree.containsKey(segment)
        && !pinned.containsKey(segment)
        && !referredByLog.contains(segment)
        && !replayed.contains(segment);
  }

  private boolean isManifest(ObjectKey key) {
    return key.value().startsWith(volume.names().manifestPrefix());
  }

  /** What may stay although nothing refers to it, and why. */
  private boolean isKeptFor(ObjectKey key, Manifest by) {
    StoredObject object = volume.names().find(key);
    if (object == null) {
      return false;
    }
    if (object.epoch() > by.epoch()) {
      return true; // somebody who claimed later
    }
    if (object.kind() == StoredObject.Kind.SST) {
      return false;
    }
    if (sizes.getOrDefault(key, 0L) == SegmentBody.FENCE_BYTES) {
      return true; // a fence stays for ever
    }
    SegmentId segment = new SegmentId(object.epoch(), object.id());
    boolean isOfFormerLog = segment.isPack() && by.logs().size() > 1;
    return isOfFormerLog && segment.epoch() != by.epoch() || isInOpenLog(segment, by);
  }

  /** Beyond the end of an open log there may be what its writer uploads in any order. */
  private static boolean isInOpenLog(SegmentId segment, Manifest by) {
    return !segment.isPack()
        && by.logs().stream()
            .anyMatch(
                log ->
                    log.epoch() == segment.epoch()
                        && segment.id() >= log.replayFrom()
                        && segment.id() < log.fenceId().orElse(Long.MAX_VALUE));
  }

  /** Everything that nothing refers to, whatever the reason that it is there; no fences. */
  public List<ObjectKey> garbage() {
    return sizes.keySet().stream()
        .filter(key -> isUnreferenced(key, manifest) && !isFence(key))
        .toList();
  }

  private boolean isFence(ObjectKey key) {
    StoredObject object = volume.names().find(key);
    return object != null
        && object.kind() == StoredObject.Kind.SEGMENT
        && sizes.getOrDefault(key, 0L) == SegmentBody.FENCE_BYTES;
  }

  /** How many frames tables and logs refer to. */
  public int frameCount() {
    return sound.size();
  }

  /** How many segments only checkpoints need, with some before them in the same log gone. */
  public long pinnedAmongGone() {
    return pinned.keySet().stream()
        .filter(segment -> !tree.containsKey(segment) && !segment.isPack() && segment.id() > 0)
        .filter(
            segment -> {
              SegmentId before = new SegmentId(segment.epoch(), segment.id() - 1);
              return !sizes.containsKey(volume.names().segment(before));
            })
        .count();
  }

  /** How many manifests there are. */
  public long manifestCount() {
    return sizes.keySet().stream().filter(this::isManifest).count();
  }
}
