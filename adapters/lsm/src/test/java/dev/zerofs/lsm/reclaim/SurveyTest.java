package dev.zerofs.lsm.reclaim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.SstId;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.layout.Unpublished;
import dev.zerofs.lsm.manifest.CheckpointState;
import dev.zerofs.lsm.manifest.EpochLog;
import dev.zerofs.lsm.manifest.LogRange;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.VolumeId;
import dev.zerofs.lsm.segment.SegmentBody;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Checkpoint;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a manifest may call dead, with nothing in the store that it refers to. */
final class SurveyTest {

  private static final long FORMER = 2;
  private static final long OWN = 3;
  private static final long LATER = 4;
  private static final long FIRST_PACK = SegmentId.FIRST_PACK;
  private static final ReclaimOptions OPTIONS = new ReclaimOptions(0.5, 1.4, 1, 1, 0);

  private final ObjectStore store = new MemoryObjectStore(new ManualClock());
  private final Unpublished unpublished = new Unpublished(OWN);

  private ObjectKey segment(long epoch, long id) {
    return stored(ObjectNames.ROOT.segment(new SegmentId(epoch, id)), 1000);
  }

  private ObjectKey table(long epoch, long id) {
    return stored(ObjectNames.ROOT.sst(new SstId(epoch, id)), 1000);
  }

  private ObjectKey stored(ObjectKey key, int sizeBytes) {
    store.put(key, Bytes.wrap(new byte[sizeBytes]));
    return key;
  }

  private static Manifest manifest(boolean isFormerReplayed) {
    return manifest(isFormerReplayed, List.of());
  }

  /**
   * Own log open from id 10 on; that of the former writer closed, if it is still of interest.
   *
   * @param ranges that a checkpoint needs
   */
  private static Manifest manifest(boolean isFormerReplayed, List<LogRange> ranges) {
    List<EpochLog> logs = new ArrayList<>();
    if (!isFormerReplayed) {
      logs.add(new EpochLog(FORMER, 1, 5, OptionalLong.of(8), null));
    }
    logs.add(new EpochLog(OWN, 2, 10, OptionalLong.empty(), null));
    CheckpointState checkpoint =
        new CheckpointState(
            new Checkpoint("checkpoint", new CommitPosition(1), 0), List.of(), ranges);
    return new Manifest(
        20,
        OWN,
        2,
        new VolumeId(1, 1),
        0,
        0,
        List.of(""),
        List.of(),
        logs,
        List.of(checkpoint),
        List.of());
  }

  private Set<ObjectKey> dead(Manifest manifest) {
    Survey survey =
        new Survey(
            store,
            ObjectNames.ROOT,
            new StoredVolume(store).tables(),
            manifest,
            unpublished.now(),
            OPTIONS);
    while (!survey.step()) {}
    Set<ObjectKey> dead = new TreeSet<>();
    survey.dead().forEach(one -> dead.add(one.key()));
    return dead;
  }

  @Test
  void whatALaterWriterHasMadeIsNotForThisOneToJudge() {
    ObjectKey own = table(OWN - 1, 0);
    segment(LATER, 0);
    segment(LATER, FIRST_PACK);
    table(LATER, 0);
    assertEquals(Set.of(own), dead(manifest(true)));
  }

  @Test
  void whatIsYetToBeReplayedIsNeeded() {
    Set<ObjectKey> before = Set.of(segment(FORMER, 4), segment(OWN, 9));
    Set<ObjectKey> behindTheFence = Set.of(segment(FORMER, 8), segment(FORMER, 9));
    segment(FORMER, 5);
    segment(FORMER, 7);
    segment(OWN, 10);
    segment(OWN, 5000);
    Set<ObjectKey> all = new TreeSet<>(before);
    all.addAll(behindTheFence);
    assertEquals(all, dead(manifest(false)));
    stored(ObjectNames.ROOT.segment(new SegmentId(FORMER, 8)), SegmentBody.FENCE_BYTES);
    all.remove(ObjectNames.ROOT.segment(new SegmentId(FORMER, 8)));
    assertEquals(all, dead(manifest(false)));
  }

  @Test
  void whatACheckpointReplaysIsNeededAlsoOfALogThatGoesOn() {
    Set<ObjectKey> expected = Set.of(segment(OWN, 3), segment(FORMER, 6), segment(1, 0));
    segment(OWN, 4);
    segment(OWN, 5);
    segment(FORMER, 2);
    List<LogRange> ranges = List.of(new LogRange(OWN, 4, 6), new LogRange(FORMER, 2, 6));
    assertEquals(expected, dead(manifest(true, ranges)));
  }

  @Test
  void theFormerWritersPacksAreNeededWhileThereIsALogOfIts() {
    ObjectKey pack = segment(FORMER, FIRST_PACK);
    assertEquals(Set.of(), dead(manifest(false)));
    assertEquals(Set.of(pack), dead(manifest(true)));
  }

  @Test
  void whatIsOnItsWayIsNoGarbageNorIsWhatWasNotNamedYet() {
    ObjectKey givenUpTable = stored(ObjectNames.ROOT.sst(unpublished.newTable()), 10);
    ObjectKey givenUpPack = stored(ObjectNames.ROOT.segment(unpublished.newPack()), 10);
    unpublished.removeAll(unpublished.now().objects());
    stored(ObjectNames.ROOT.sst(unpublished.newTable()), 10);
    stored(ObjectNames.ROOT.segment(unpublished.newPack()), 10);
    table(OWN, 2);
    segment(OWN, FIRST_PACK + 2);
    assertEquals(Set.of(givenUpTable, givenUpPack), dead(manifest(true)));
  }
}
