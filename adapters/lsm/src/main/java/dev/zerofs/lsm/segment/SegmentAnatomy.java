package dev.zerofs.lsm.segment;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.fetch.ObjectBytes;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.List;

/**
 * All that a segment says of itself: its prologue and its records, but not what its frames hold.
 * For tools that look into a log or check all of it; whoever replays takes {@link SegmentLog}.
 *
 * @param segment its name
 * @param incarnation the random number of the writer that made it
 * @param fencedBy the epoch that closed the log by this fence, or 0 if this is no fence
 * @param firstSequence of its batches, 0 in a fence
 * @param lastSequence of its batches, 0 in a fence
 * @param framesOffset where its frames begin
 * @param batches in order; those that were overwritten within the segment may be missing
 */
public record SegmentAnatomy(
    SegmentId segment,
    long incarnation,
    long fencedBy,
    long firstSequence,
    long lastSequence,
    long framesOffset,
    List<LoggedBatch> batches) {

  /** Copies the list. */
  public SegmentAnatomy {
    batches = List.copyOf(batches);
  }

  /** How many bytes the beginning of every segment takes, and all of a fence. */
  public static final int PROLOGUE_BYTES = SegmentPrologue.LENGTH_BYTES;

  /**
   * Reads the beginning of a segment.
   *
   * @param sizeBytes the length of the object
   * @param name for messages
   * @throws KeyValueException.Corrupt if it is damaged or another object
   * @throws KeyValueException.Unusable if this release does not read it
   */
  public static SegmentAnatomy read(
      SegmentId segment, long sizeBytes, Object name, ObjectBytes bytes, FrameCodec codec) {
    Bytes start = bytes.read(0, (int) Math.min(sizeBytes, PROLOGUE_BYTES));
    SegmentPrologue prologue = SegmentPrologue.decode(start, segment, name);
    long framesOffset = PROLOGUE_BYTES + (long) prologue.recordsStored();
    if (framesOffset > sizeBytes) {
      throw new KeyValueException.Corrupt(
          name + " is corrupt: " + sizeBytes + " bytes, its records end at " + framesOffset, null);
    }
    List<LoggedBatch> batches =
        prologue.recordsStored() == 0
            ? List.of()
            : LoggedSegment.decode(prologue, records(prologue, name, bytes, codec), name).batches();
    return new SegmentAnatomy(
        segment,
        prologue.incarnation(),
        prologue.fencedBy(),
        prologue.firstSequence(),
        prologue.lastSequence(),
        framesOffset,
        batches);
  }

  private static Bytes records(
      SegmentPrologue prologue, Object name, ObjectBytes bytes, FrameCodec codec) {
    String place = name + " at " + PROLOGUE_BYTES + "+" + prologue.recordsStored();
    Bytes frame = bytes.read(PROLOGUE_BYTES, prologue.recordsStored());
    try {
      return codec.decodeExactly(frame, prologue.recordsLength(), place);
    } catch (KeyValueException.Corrupt _) {
      Bytes anew = bytes.readAnew(PROLOGUE_BYTES, prologue.recordsStored());
      return codec.decodeExactly(anew, prologue.recordsLength(), place);
    }
  }

  /** Whether it closes its log. */
  public boolean isFence() {
    return fencedBy != 0;
  }

  /** Whether {@code value} lies in a frame of this very segment. */
  public boolean holds(Value value) {
    return value instanceof Value.Reference reference
        && reference.frame().volumeIndex() == 0
        && reference.frame().segment().equals(segment);
  }
}
