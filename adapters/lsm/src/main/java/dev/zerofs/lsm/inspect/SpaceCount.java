package dev.zerofs.lsm.inspect;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.segment.SegmentAnatomy;
import dev.zerofs.lsm.sst.SegmentUse;
import dev.zerofs.lsm.sst.TableAnatomy;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Sums up what the tables of one manifest refer to in each segment, as their ends say it. For one
 * thread.
 */
final class SpaceCount {

  private final Volume volume;
  private final Manifest manifest;
  private final SegmentTable segments;
  private final ObjectNames names;

  SpaceCount(Volume volume, Manifest manifest, SegmentTable segments) {
    this.volume = volume;
    this.manifest = manifest;
    this.segments = segments;
    names = volume.names(manifest);
  }

  /** The segments of all volumes that {@code manifest} refers to. */
  static SegmentTable list(Volume volume, Manifest manifest) {
    SegmentTable segments = new SegmentTable();
    List<String> prefixes = manifest.volumePrefixes();
    for (int i = 0; i < prefixes.size(); i++) {
      int volumeIndex = i;
      ObjectNames own = new ObjectNames(List.of(prefixes.get(i)));
      volume.store().list(own.segmentPrefix(), object -> add(object, own, volumeIndex, segments));
    }
    return segments;
  }

  private static void add(
      ObjectSummary found, ObjectNames own, int volumeIndex, SegmentTable segments) {
    StoredObject object = own.parse(found.key());
    if (object != null) {
      SegmentId segment = new SegmentId(object.epoch(), object.id());
      segments.add(volumeIndex, segment, found.sizeBytes());
    }
  }

  /** Adds to every segment what the tables refer to in it. */
  void addUses() {
    Set<SstMeta> present = new HashSet<>();
    manifest.runs().forEach(run -> present.addAll(run.tables()));
    for (SstMeta table : (Iterable<SstMeta>) Volume.tables(manifest)::iterator) {
      try {
        addUses(table, present.contains(table));
      } catch (VanishedException | KeyValueException.Corrupt | KeyValueException.Unusable _) {
        // Reported where tables are checked.
        continue;
      }
    }
  }

  /** What a checkpoint's table refers to may be what a table of the present refers to as well. */
  private void addUses(SstMeta table, boolean isPresent) {
    for (SegmentUse use : usesOf(table)) {
      int at = segments.find(use.volumeIndex(), use.segment());
      if (at >= 0 && isPresent) {
        segments.addLive(at, use.storedBytes());
      } else if (at >= 0) {
        segments.pin(at);
      }
    }
  }

  private List<SegmentUse> usesOf(SstMeta table) {
    ObjectKey key = names.sst(table.volumeIndex(), table.id());
    ObjectWindow window = volume.window(key, table.sizeBytes());
    return TableAnatomy.open(key, table.sizeBytes(), window, volume.codec())
        .segmentUses(table.volumeIndex());
  }

  /** Whether anything needs the segment at this place. */
  boolean isDead(int at) {
    SegmentId segment = segments.segment(at);
    return segments.liveBytes(at) == 0
        && !segments.isPinned(at)
        && segments.volumeIndex(at) == 0
        && !isFence(at)
        && !isReplayed(segment)
        && !isPackOnItsWay(segment)
        && !Volume.pins(manifest, segment);
  }

  /** Nothing else is as short: a segment has records. */
  boolean isFence(int at) {
    return segments.sizeBytes(at) == SegmentAnatomy.PROLOGUE_BYTES;
  }

  boolean isReplayed(SegmentId segment) {
    return Volume.replays(manifest, segment) || segment.epoch() > manifest.epoch();
  }

  /** A log that is yet to be replayed may refer to it, and so may what a writer has in memory. */
  private boolean isPackOnItsWay(SegmentId segment) {
    return segment.isPack()
        && manifest.logs().stream().anyMatch(log -> log.epoch() == segment.epoch());
  }

  CheckSummary.Space total() {
    long bytes = 0;
    long live = 0;
    long replay = 0;
    long deadCount = 0;
    long deadBytes = 0;
    for (int at = 0; at < segments.count(); at++) {
      if (segments.volumeIndex(at) != 0) {
        continue;
      }
      bytes += segments.sizeBytes(at);
      live += segments.liveBytes(at);
      replay += isReplayed(segments.segment(at)) ? segments.sizeBytes(at) : 0;
      if (isDead(at)) {
        deadCount++;
        deadBytes += segments.sizeBytes(at);
      }
    }
    long tables = Volume.tables(manifest).mapToLong(SstMeta::sizeBytes).sum();
    UnnamedTables unnamed = new UnnamedTables(volume, manifest);
    unnamed.list();
    return new CheckSummary.Space(
        tables, bytes, live, replay, deadCount, deadBytes, unnamed.count(), unnamed.bytes());
  }
}
