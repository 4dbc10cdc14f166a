package dev.zerofs.lsm.inspect;

import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.segment.LoggedBatch;
import dev.zerofs.lsm.segment.SegmentAnatomy;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks every log segment of the volume for itself, whether something refers to it or not: what it
 * says of itself, its records, and that its frames fill the rest of it; and, if values are read,
 * every frame. For one thread.
 */
final class SegmentCheck {

  /** So many segments are asked for at once. */
  private static final int BATCH_COUNT = 16;

  private final Volume volume;
  private final ObjectNames names;
  private final Incarnations incarnations;
  private final Findings findings;
  private final @Nullable FrameCheck frames;
  private final Set<Long> fencedEpochs = new HashSet<>();
  private long segmentCount;
  private long fenceCount;

  /**
   * A check.
   *
   * @param frames what has read the values that are referred to, or null if no values are read
   */
  SegmentCheck(
      Volume volume,
      ObjectNames names,
      Incarnations incarnations,
      Findings findings,
      @Nullable FrameCheck frames) {
    this.volume = volume;
    this.names = names;
    this.incarnations = incarnations;
    this.findings = findings;
    this.frames = frames;
  }

  long segmentCount() {
    return segmentCount;
  }

  long fenceCount() {
    return fenceCount;
  }

  /** Epochs in whose logs a fence was found. */
  Set<Long> fencedEpochs() {
    return fencedEpochs;
  }

  /** Checks all of this volume's segments among {@code segments}. */
  void checkAll(SegmentTable segments) {
    List<Volume.Listed> batch = new ArrayList<>();
    List<SegmentId> ids = new ArrayList<>();
    for (int at = 0; at < segments.count() && segments.volumeIndex(at) == 0; at++) {
      ids.add(segments.segment(at));
      batch.add(new Volume.Listed(names.segment(segments.segment(at)), segments.sizeBytes(at)));
      if (batch.size() == BATCH_COUNT) {
        check(ids, batch);
      }
    }
    check(ids, batch);
  }

  private void check(List<SegmentId> ids, List<Volume.Listed> batch) {
    List<ObjectWindow> windows = volume.segmentWindows(batch, frames != null);
    for (int i = 0; i < ids.size(); i++) {
      check(ids.get(i), batch.get(i).sizeBytes(), windows.get(i));
    }
    ids.clear();
    batch.clear();
  }

  private void check(SegmentId segment, long sizeBytes, ObjectWindow window) {
    ObjectKey key = names.segment(segment);
    try {
      SegmentAnatomy anatomy = SegmentAnatomy.read(segment, sizeBytes, key, window, volume.codec());
      long writer = anatomy.isFence() ? anatomy.fencedBy() : segment.epoch();
      if (!incarnations.fits(0, writer, anatomy.incarnation())) {
        findings.damage(key + " was written by somebody else than the writer of epoch " + writer);
      }
      if (anatomy.isFence()) {
        checkFence(anatomy, key, sizeBytes);
      } else {
        segmentCount++;
        checkFrames(anatomy, key, sizeBytes, window);
      }
    } catch (VanishedException e) {
      if (volume.isLost(
          key, manifest -> Volume.replays(manifest, segment) || Volume.pins(manifest, segment))) {
        findings.damage(e, null);
      }
    } catch (KeyValueException.Corrupt | KeyValueException.Unusable e) {
      boolean replayed = Volume.replays(volume.manifests().newest(), segment);
      findings.damage(
          e.getMessage()
              + (replayed
                  ? "; what it recorded is in no table yet"
                  : "; what it recorded is in tables"));
    }
  }

  private void checkFence(SegmentAnatomy fence, ObjectKey key, long sizeBytes) {
    fenceCount++;
    fencedEpochs.add(fence.segment().epoch());
    if (fence.fencedBy() <= fence.segment().epoch()) {
      findings.damage(key + " is a fence by epoch " + fence.fencedBy() + ", which is not later");
    }
    if (sizeBytes != SegmentAnatomy.PROLOGUE_BYTES) {
      findings.damage(
          key
              + " is a fence of "
              + sizeBytes
              + " bytes, expected "
              + SegmentAnatomy.PROLOGUE_BYTES);
    }
  }

  private void checkFrames(
      SegmentAnatomy anatomy, ObjectKey key, long sizeBytes, ObjectWindow window) {
    long end = anatomy.framesOffset();
    for (LoggedBatch batch : anatomy.batches()) {
      for (LoggedBatch.Point point : batch.points()) {
        if (anatomy.holds(point.value()) && point.value() instanceof Value.Reference reference) {
          end = reference.frame().endOffset();
          if (frames != null && end <= sizeBytes) {
            read(reference, key, window);
          }
        }
      }
    }
    if (end != sizeBytes) {
      findings.damage(key + " has " + sizeBytes + " bytes, its records say " + end);
    }
  }

  private void read(Value.Reference value, ObjectKey key, ObjectWindow window) {
    FrameRef frame = value.frame();
    String name = FrameCheck.nameOf(key, frame);
    try {
      decode(window.read(frame.offset(), frame.storedLength()), value, name);
    } catch (KeyValueException.Corrupt _) {
      try {
        decode(window.readAnew(frame.offset(), frame.storedLength()), value, name);
      } catch (KeyValueException.Corrupt e) {
        reportUnused(e, key, frame);
      }
    } catch (KeyValueException.Unusable e) {
      reportUnused(e, key, frame);
    }
  }

  private void decode(Bytes frame, Value.Reference value, String name) {
    var _ = volume.codec().decodeExactly(frame, value.length(), name);
  }

  /** What something refers to has been reported, with the key. */
  private void reportUnused(Exception e, ObjectKey key, FrameRef frame) {
    if (frames != null && !frames.isDamaged(key, frame)) {
      findings.damage(e.getMessage() + "; nothing refers to it any more");
    }
  }
}
