package dev.zerofs.lsm.segment;

import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.entry.RangeTombstone;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.lsm.memtable.KeyVersion;
import dev.zerofs.lsm.memtable.Memtable;
import dev.zerofs.ports.bytes.Bytes;
import java.util.List;
import java.util.function.ToIntFunction;

/** Encodes the records of a segment, see the package documentation. */
final class RecordsWriter {

  static final int DELETE = 0;
  static final int INLINE = 1;
  static final int FRAMED = 2;
  static final int ELSEWHERE = 3;

  private static final int VARINT_BYTES_MAX = 9;

  /** What a point takes at most beside its key and a value that stands with it. */
  private static final int POINT_BYTES_MAX = 1 + 7 * VARINT_BYTES_MAX;

  private final ByteWriter out = new ByteWriter(1 << 12);
  private final long lastSequence;
  private long previousSequence;

  RecordsWriter(long firstSequence, long lastSequence) {
    this.previousSequence = firstSequence;
    this.lastSequence = lastSequence;
  }

  /**
   * Appends a batch.
   *
   * @param frames stores a large value and tells the length of its frame
   */
  void batch(SegmentBatch batch, ToIntFunction<KeyVersion> frames) {
    List<KeyVersion> points = batch.points().stream().filter(this::isNeeded).toList();
    if (batch.ranges().isEmpty() && points.isEmpty()) {
      return;
    }
    out.varint(batch.sequence() - previousSequence).varint(batch.ranges().size());
    previousSequence = batch.sequence();
    for (RangeTombstone range : batch.ranges()) {
      out.string(range.from()).string(range.to());
    }
    out.varint(points.size());
    for (KeyVersion point : points) {
      point(point, frames);
    }
  }

  /** The most bytes that {@code batch} can take. */
  static int lengthMax(SegmentBatch batch) {
    long length = 3 * VARINT_BYTES_MAX;
    for (RangeTombstone range : batch.ranges()) {
      length += range.from().length() + range.to().length() + 2L * VARINT_BYTES_MAX;
    }
    for (KeyVersion point : batch.points()) {
      int inline =
          point.isLarge() || !(point.value() instanceof Value.Inline) ? 0 : point.value().length();
      length += POINT_BYTES_MAX + point.key().length() + inline;
    }
    return Math.toIntExact(length);
  }

  /** A version is left out only if the one that stands in for it is in this segment too. */
  private boolean isNeeded(KeyVersion point) {
    return point.supersededBy() == 0 || point.supersededBy() > lastSequence;
  }

  Bytes finish() {
    return out.takeBytes();
  }

  private void point(KeyVersion point, ToIntFunction<KeyVersion> frames) {
    switch (point.value()) {
      case Value.Tombstone _ -> out.u8(DELETE).string(point.key());
      case Value.Inline(Bytes bytes) when bytes.length() < Memtable.LARGE_VALUE_BYTES ->
          out.u8(INLINE).string(point.key()).string(bytes);
      case Value.Inline(Bytes bytes) ->
          framed(point.key(), bytes.length(), frames.applyAsInt(point));
      case Value.Reference(FrameRef frame, int length) -> {
        out.u8(ELSEWHERE).string(point.key()).varint(length).varint(frame.volumeIndex());
        out.varint(frame.segment().epoch()).varint(frame.segment().id());
        out.varint(frame.offset()).varint(frame.storedLength());
      }
    }
  }

  /** Begins the one batch of a pack. */
  void packOf(int pointCount) {
    out.varint(0).varint(0).varint(pointCount);
  }

  /** Appends a value whose frame stands behind the records. */
  void framed(Bytes key, int length, int storedLength) {
    out.u8(FRAMED).string(key).varint(length).varint(storedLength);
  }
}
