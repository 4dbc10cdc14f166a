package dev.zerofs.lsm.segment;

import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.entry.RangeTombstone;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.format.ByteReader;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.WriteBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * What lies in the store under a segment's name.
 *
 * @param incarnation the random number of the writer that made it
 * @param fencedBy the epoch that closed the log by this fence, or 0 if this is no fence
 * @param lastSequence its newest batch, 0 in a fence
 * @param batches in order; those that were overwritten within the segment may be missing
 */
public record LoggedSegment(
    long incarnation, long fencedBy, long lastSequence, List<LoggedBatch> batches) {

  /** Copies the list. */
  public LoggedSegment {
    batches = List.copyOf(batches);
  }

  /** Whether it closes its log. */
  public boolean isFence() {
    return fencedBy != 0;
  }

  static LoggedSegment decode(SegmentPrologue prologue, Bytes records, Object name) {
    ByteReader in = new ByteReader(records, name);
    List<LoggedBatch> batches = new ArrayList<>();
    long sequence = prologue.firstSequence();
    long offset = SegmentPrologue.LENGTH_BYTES + (long) prologue.recordsStored();
    while (in.remaining() > 0) {
      sequence += in.varint();
      List<RangeTombstone> ranges = ranges(in, sequence);
      int count = in.count(2);
      List<LoggedBatch.Point> points = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        LoggedBatch.Point point = point(in, prologue.segment(), offset);
        points.add(point);
        if (point.value() instanceof Value.Reference reference
            && reference.frame().segment().equals(prologue.segment())) {
          offset = reference.frame().endOffset();
        }
      }
      batches.add(new LoggedBatch(sequence, ranges, points));
    }
    if (sequence > prologue.lastSequence()) {
      throw in.corrupt("a batch is newer than the last one");
    }
    return new LoggedSegment(prologue.incarnation(), 0, prologue.lastSequence(), batches);
  }

  private static List<RangeTombstone> ranges(ByteReader in, long sequence) {
    int count = in.count(2);
    List<RangeTombstone> ranges = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Bytes from = in.string(WriteBatch.KEY_LENGTH_MAX);
      Bytes to = in.string(WriteBatch.KEY_LENGTH_MAX);
      if (from.compareTo(to) >= 0) {
        throw in.corrupt("empty range");
      }
      ranges.add(new RangeTombstone(from, to, sequence));
    }
    return ranges;
  }

  private static LoggedBatch.Point point(ByteReader in, SegmentId segment, long offset) {
    int kind = in.u8();
    Bytes key = in.string(WriteBatch.KEY_LENGTH_MAX);
    return switch (kind) {
      case RecordsWriter.DELETE -> new LoggedBatch.Point(key, Value.TOMBSTONE);
      case RecordsWriter.INLINE ->
          new LoggedBatch.Point(key, new Value.Inline(in.string(WriteBatch.VALUE_LENGTH_MAX)));
      case RecordsWriter.FRAMED -> {
        int length = in.varint(WriteBatch.VALUE_LENGTH_MAX);
        int stored = in.varint(Integer.MAX_VALUE);
        if (stored == 0) {
          throw in.corrupt("empty frame");
        }
        FrameRef frame = new FrameRef(0, segment, offset, stored);
        yield new LoggedBatch.Point(key, new Value.Reference(frame, length));
      }
      case RecordsWriter.ELSEWHERE -> new LoggedBatch.Point(key, elsewhere(in));
      default -> throw in.corrupt("unknown kind of change " + kind);
    };
  }

  private static Value elsewhere(ByteReader in) {
    int length = in.varint(WriteBatch.VALUE_LENGTH_MAX);
    int volumeIndex = in.varint(Integer.MAX_VALUE);
    SegmentId segment = new SegmentId(in.varint(), in.varint());
    long offset = in.varint();
    int stored = in.varint(Integer.MAX_VALUE);
    if (stored == 0) {
      throw in.corrupt("empty frame");
    }
    return new Value.Reference(new FrameRef(volumeIndex, segment, offset, stored), length);
  }
}
