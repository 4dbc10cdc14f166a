package dev.zerofs.lsm.reclaim;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.flush.ManifestStep;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.lsm.layout.Unpublished;
import dev.zerofs.lsm.manifest.EpochLog;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.read.Tables;
import dev.zerofs.lsm.segment.SegmentBody;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One look at everything there is in the store, against one manifest: sums up the tables, then
 * lists segments, tables and manifests. In steps of one request or some tables each. For one
 * thread.
 */
final class Survey {

  /** How many tables are summed up in a step. */
  private static final int TABLES_A_STEP = 16;

  private static final int PAGE = 1000;

  /** More dead objects, or more candidates, wait for the next survey. */
  private static final int FINDINGS_MAX = 50_000;

  /** What is nearly all of use is not worth a thought; most of a large volume is. */
  private static final double SHARE_MAX = 0.95;

  private final ObjectStore store;
  private final ObjectNames names;
  private final Tables tables;
  private final Manifest manifest;
  private final ReclaimOptions options;
  private final Unpublished.Moment unpublished;

  private final Deque<SstMeta> toSum = new ArrayDeque<>();
  private final Set<StoredObject> usedTables = new HashSet<>();
  private final Set<StoredObject> treeTables = new HashSet<>();
  private final Deque<String> toList = new ArrayDeque<>();
  private @Nullable ObjectKey listedUpTo;

  private final LiveBytes live = new LiveBytes();
  private final LiveBytes pinned = new LiveBytes();
  private final List<Dead> dead = new ArrayList<>();
  private final List<Candidate> candidates = new ArrayList<>();
  private final Set<Long> epochs = new HashSet<>();
  private long storedBytes;
  private long liveBytes;

  /**
   * An object that nothing needs.
   *
   * @param key its name
   * @param sizeBytes its size
   */
  record Dead(ObjectKey key, long sizeBytes) {}

  /**
   * A survey that has not begun.
   *
   * @param manifest committed by this writer
   * @param unpublished what there was of such before the manifest was looked at
   * @param options say which segments are small
   */
  Survey(
      ObjectStore store,
      ObjectNames names,
      Tables tables,
      Manifest manifest,
      Unpublished.Moment unpublished,
      ReclaimOptions options) {
    this.store = store;
    this.names = names;
    this.tables = tables;
    this.manifest = manifest;
    this.options = options;
    this.unpublished = unpublished;
    manifest.runs().forEach(run -> run.tables().forEach(table -> treeTables.add(objectOf(table))));
    manifest.allTables().filter(table -> usedTables.add(objectOf(table))).forEach(toSum::add);
    toList.add(names.segmentPrefix());
    toList.add(names.sstPrefix());
    toList.add(names.manifestPrefix());
  }

  private static StoredObject objectOf(SstMeta table) {
    return StoredObject.of(table.volumeIndex(), table.id());
  }

  /**
   * Goes on.
   *
   * @return whether it has come to its end
   */
  boolean step() {
    if (!toSum.isEmpty()) {
      for (int i = 0; i < TABLES_A_STEP && !toSum.isEmpty(); i++) {
        sumUp(toSum.remove());
      }
      return false;
    }
    if (toList.isEmpty()) {
      return true;
    }
    ObjectPage page = store.list(toList.element(), listedUpTo, PAGE);
    page.objects().forEach(this::judge);
    if (page.more() && !page.objects().isEmpty()) {
      listedUpTo = page.objects().getLast().key();
    } else {
      toList.remove();
      listedUpTo = null;
    }
    return false;
  }

  private void sumUp(SstMeta table) {
    LiveBytes sums = treeTables.contains(objectOf(table)) ? live : pinned;
    tables.reader(table).segmentUses().forEach(sums::add);
    if (table.volumeIndex() == 0) {
      epochs.add(table.id().epoch());
    }
  }

  private void judge(ObjectSummary found) {
    StoredObject object = names.parse(found.key());
    if (object == null) {
      judgeManifest(found);
      return;
    }
    if (object.epoch() > manifest.epoch()) {
      return;
    }
    boolean isOwn = object.epoch() == manifest.epoch();
    switch (object.kind()) {
      case SST -> {
        if (!usedTables.contains(object) && !(isOwn && unpublished.isToCome(object))) {
          addDead(found);
        }
      }
      case SEGMENT -> {
        SegmentId segment = new SegmentId(object.epoch(), object.id());
        boolean isToCome = isOwn && segment.isPack() && unpublished.isToCome(object);
        if (!isToCome) {
          judgeSegment(segment, found);
        }
      }
    }
  }

  /** Who committed the next one deletes an old one, unless it died first or somebody claimed. */
  private void judgeManifest(ObjectSummary found) {
    OptionalLong version = names.manifestVersion(found.key());
    if (version.isPresent() && version.getAsLong() <= manifest.version() - ManifestStep.KEPT) {
      addDead(found);
    }
  }

  private void judgeSegment(SegmentId segment, ObjectSummary found) {
    boolean isFence = found.sizeBytes() == SegmentBody.FENCE_BYTES;
    if (isFence || mayBeNeeded(segment)) {
      return;
    }
    long used = live.of(segment);
    boolean isPinned = pinned.of(segment) > 0;
    if (used == 0 && !isPinned) {
      addDead(found);
      return;
    }
    storedBytes += found.sizeBytes();
    liveBytes += used;
    Candidate candidate = new Candidate(segment, found.sizeBytes(), used);
    boolean isOfInterest =
        candidate.share() < SHARE_MAX || candidate.sizeBytes() < options.smallBytes();
    if (!isPinned && isOfInterest && candidates.size() < FINDINGS_MAX) {
      candidates.add(candidate);
    }
  }

  private void addDead(ObjectSummary found) {
    if (dead.size() < FINDINGS_MAX) {
      dead.add(new Dead(found.key(), found.sizeBytes()));
    }
  }

  /** Whether something else than tables may refer to it. */
  private boolean mayBeNeeded(SegmentId segment) {
    if (segment.isPack()) {
      // The log of its writer may refer to it, and be yet to be replayed into tables.
      return segment.epoch() != manifest.epoch() && manifest.logs().size() > 1;
    }
    return manifest.logs().stream().anyMatch(log -> isToReplay(log, segment))
        || manifest.checkpoints().stream()
            .flatMap(checkpoint -> checkpoint.logRanges().stream())
            .anyMatch(range -> range.contains(segment.epoch(), segment.id()));
  }

  private static boolean isToReplay(EpochLog log, SegmentId segment) {
    return log.epoch() == segment.epoch()
        && segment.id() >= log.replayFrom()
        && segment.id() < log.fenceId().orElse(Long.MAX_VALUE);
  }

  /** What nothing needs. */
  List<Dead> dead() {
    return dead;
  }

  /** The segments that might be emptied: not those that a checkpoint needs. */
  List<Candidate> candidates() {
    return candidates;
  }

  /** The size of all segments that are of use. */
  long storedBytes() {
    return storedBytes;
  }

  /** How much of them the tree refers to. */
  long liveBytes() {
    return liveBytes;
  }

  /** The tables of the tree, newest run first. */
  List<SstMeta> treeTables() {
    return manifest.runs().stream().flatMap(run -> run.tables().stream()).toList();
  }

  /** Whether any object of {@code epoch} that is of use was seen. */
  boolean isEpochInUse(long epoch) {
    return epochs.contains(epoch)
        || live.epochs().contains(epoch)
        || pinned.epochs().contains(epoch)
        || manifest.logs().stream().anyMatch(log -> log.epoch() == epoch);
  }
}
