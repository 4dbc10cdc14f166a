package dev.zerofs.lsm.inspect;

import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.segment.SegmentAnatomy;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether what entries refer to is there: the segment exists and is long enough, and, if values are
 * read, the frame is whole and has the value's length. For one thread.
 */
final class ReferenceCheck {

  private final Volume volume;
  private final ObjectNames names;
  private final SegmentTable segments;
  private final Findings findings;
  private final @Nullable FrameCheck frames;
  private final Set<ObjectKey> lost = new HashSet<>();

  private int lastPlace = -1;
  private long count;

  /**
   * A check against the segments that were listed.
   *
   * @param frames reads the values, or null if they are not read
   */
  ReferenceCheck(
      Volume volume,
      ObjectNames names,
      SegmentTable segments,
      Findings findings,
      @Nullable FrameCheck frames) {
    this.volume = volume;
    this.names = names;
    this.segments = segments;
    this.findings = findings;
    this.frames = frames;
  }

  /** How many references were checked. */
  long count() {
    return count;
  }

  /**
   * Checks what {@code entry} refers to, if it does.
   *
   * @param referrer the name of the object that has the entry
   * @param isNeeded whether a manifest still needs that object
   * @throws MovedOnException if none does, as it turns out
   */
  void check(InternalEntry entry, ObjectKey referrer, Predicate<Manifest> isNeeded) {
    if (!(entry.value() instanceof Value.Reference(FrameRef frame, int length))) {
      return;
    }
    count++;
    if (frame.volumeIndex() >= names.volumePrefixes().size()) {
      report(entry, referrer, "volume " + frame.volumeIndex(), "is not in the manifest");
      return;
    }
    ObjectKey key = names.segment(frame.volumeIndex(), frame.segment());
    long sizeBytes = sizeOf(frame, key, isNeeded);
    if (sizeBytes < 0) {
      report(entry, referrer, key.value(), "is missing");
    } else if (frame.offset() < SegmentAnatomy.PROLOGUE_BYTES || frame.endOffset() > sizeBytes) {
      String place = frame.offset() + "+" + frame.storedLength();
      report(entry, referrer, key.value(), "has " + sizeBytes + " bytes, and no frame at " + place);
    } else if (frames != null) {
      frames.add(new FrameCheck.Wanted(entry.key(), frame, length, key, referrer), isNeeded);
    }
  }

  /** Reads what is still to be read. */
  void finish(Predicate<Manifest> isNeeded) {
    if (frames != null) {
      frames.finish(isNeeded);
    }
  }

  /** Forgets what is still to be read: nobody needs it any more. */
  void abandon() {
    if (frames != null) {
      frames.abandon();
    }
  }

  /** The size of the segment's object, or a negative number if it is lost. */
  private long sizeOf(FrameRef frame, ObjectKey key, Predicate<Manifest> isNeeded) {
    int place = place(frame.volumeIndex(), frame.segment());
    if (place >= 0) {
      return segments.sizeBytes(place);
    }
    if (lost.contains(key)) {
      return -1;
    }
    ObjectSummary found = volume.store().head(key);
    if (found != null) {
      return found.sizeBytes();
    }
    if (!volume.isLost(key, isNeeded)) {
      throw new MovedOnException(key + " was deleted");
    }
    lost.add(key);
    return -1;
  }

  private int place(int volumeIndex, SegmentId segment) {
    boolean same =
        lastPlace >= 0
            && segments.volumeIndex(lastPlace) == volumeIndex
            && segments.segment(lastPlace).equals(segment);
    if (!same) {
      lastPlace = segments.find(volumeIndex, segment);
    }
    return lastPlace;
  }

  private void report(InternalEntry entry, ObjectKey referrer, String object, String problem) {
    findings.damage(
        object + " " + problem + "; " + referrer + " refers to it", KeyRange.of(entry.key()));
  }
}
