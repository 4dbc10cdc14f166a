package dev.zerofs.lsm.journal;

import dev.zerofs.lsm.commit.NormalBatch;
import dev.zerofs.lsm.format.ByteReader;
import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.keyvalue.WriteBatch.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A batch on its way into the journal or out of it.
 *
 * @param sequence the batch
 * @param ranges what it deletes of earlier batches
 * @param points what it writes
 */
record JournalRecord(long sequence, List<Change.DeleteRange> ranges, List<Point> points) {

  /** How many bytes stand before a payload. */
  static final int HEAD_BYTES = 16;

  private static final int DELETE = 0;
  private static final int WHOLE = 1;
  private static final int PART = 2;

  /** One change. */
  sealed interface Point {

    /** Removes a key. */
    record Delete(Bytes key) implements Point {}

    /** Sets a value. */
    record Whole(Bytes key, Bytes value) implements Point {}

    /**
     * Sets a value of {@code length} bytes: the visible one with {@code part} at {@code offset}.
     */
    record Part(Bytes key, int length, int offset, Bytes part) implements Point {}
  }

  JournalRecord {
    ranges = List.copyOf(ranges);
    points = List.copyOf(points);
  }

  /**
   * What of {@code batch} must be recorded. Parts are copied, so that a record does not hold on to
   * whole values that the log may already have let go.
   */
  static JournalRecord of(long sequence, NormalBatch batch) {
    List<Point> points = new ArrayList<>(batch.points().size());
    for (Change change : batch.points()) {
      points.add(
          switch (change) {
            case Change.Delete(Bytes key) -> new Point.Delete(key);
            case Change.Put put when put.changedLength() < put.value().length() / 2 -> partOf(put);
            case Change.Put put -> new Point.Whole(put.key(), put.value());
            case Change.DeleteRange range ->
                throw new IllegalArgumentException("not a point " + range);
          });
    }
    return new JournalRecord(sequence, batch.ranges(), points);
  }

  private static Point partOf(Change.Put put) {
    Bytes part = put.value().slice(put.changedOffset(), put.changedLength());
    return new Point.Part(
        put.key(), put.value().length(), put.changedOffset(), Bytes.wrap(part.toByteArray()));
  }

  /** About how many bytes of memory and journal it takes. */
  long sizeBytes() {
    long bytes = HEAD_BYTES;
    for (Change.DeleteRange range : ranges) {
      bytes += range.from().length() + range.to().length() + 4L;
    }
    for (Point point : points) {
      bytes +=
          switch (point) {
            case Point.Delete(Bytes key) -> key.length() + 3L;
            case Point.Whole(Bytes key, Bytes value) -> key.length() + value.length() + 6L;
            case Point.Part(Bytes key, int _, int _, Bytes part) ->
                key.length() + part.length() + 12L;
          };
    }
    return bytes;
  }

  /** The batch again. */
  NormalBatch toBatch(UnaryOperator<@Nullable Bytes> visible) {
    WriteBatch batch = new WriteBatch();
    ranges.forEach(range -> batch.deleteRange(range.from(), range.to()));
    for (Point point : points) {
      switch (point) {
        case Point.Delete(Bytes key) -> batch.delete(key);
        case Point.Whole(Bytes key, Bytes value) -> batch.put(key, value);
        case Point.Part part -> batch.put(part.key(), patched(part, visible.apply(part.key())));
      }
    }
    return NormalBatch.of(batch);
  }

  private static Bytes patched(Point.Part part, @Nullable Bytes before) {
    byte[] value = new byte[part.length()];
    if (before != null) {
      before.slice(0, Math.min(before.length(), part.length())).copyTo(value, 0);
    }
    part.part().copyTo(value, part.offset());
    return Bytes.wrap(value);
  }

  /** Told where in an encoded record values are. */
  @FunctionalInterface
  interface ValueOffsets {

    /** A whole value ends before {@code endOffset}. */
    void value(Bytes key, Bytes value, int endOffset);
  }

  /** Appends the record to {@code out}, which was empty. */
  void encode(long use, ByteWriter out, ValueOffsets values) {
    out.u32(0).u32(0).u64(sequence).varint(ranges.size());
    for (Change.DeleteRange range : ranges) {
      out.string(range.from()).string(range.to());
    }
    out.varint(points.size());
    for (Point point : points) {
      switch (point) {
        case Point.Delete(Bytes key) -> out.u8(DELETE).string(key);
        case Point.Whole(Bytes key, Bytes value) -> {
          out.u8(WHOLE).string(key).string(value);
          values.value(key, value, out.length());
        }
        case Point.Part(Bytes key, int length, int offset, Bytes part) ->
            out.u8(PART).string(key).varint(length).varint(offset).string(part);
      }
    }
    Bytes checked = out.view().slice(Long.BYTES);
    out.setU32(0, checked.length() - Long.BYTES);
    out.setU32(Integer.BYTES, checksum(use, checked));
  }

  private static int checksum(long use, Bytes sequenceAndPayload) {
    CRC32C crc = new CRC32C();
    new ByteWriter(Long.BYTES).u64(use).view().updateChecksum(crc);
    sequenceAndPayload.updateChecksum(crc);
    return (int) crc.getValue();
  }

  /** The length of the payload after {@code head}, or a number that is not positive if none. */
  static int payloadLength(Bytes head, Object name) {
    return new ByteReader(head, name).u32();
  }

  /**
   * Reads a whole record.
   *
   * @return null if it is torn, or left from another use of the file
   */
  static @Nullable JournalRecord decode(Bytes record, long use, Object name) {
    ByteReader in = new ByteReader(record, name);
    var _ = in.u32();
    if (in.u32() != checksum(use, record.slice(Long.BYTES))) {
      return null;
    }
    long sequence = in.u63();
    List<Change.DeleteRange> ranges = new ArrayList<>();
    for (int count = in.count(2); count > 0; count--) {
      ranges.add(new Change.DeleteRange(key(in), key(in)));
    }
    List<Point> points = new ArrayList<>();
    for (int count = in.count(2); count > 0; count--) {
      points.add(point(in));
    }
    in.end();
    return new JournalRecord(sequence, ranges, points);
  }

  private static Point point(ByteReader in) {
    int kind = in.u8();
    Bytes key = key(in);
    return switch (kind) {
      case DELETE -> new Point.Delete(key);
      case WHOLE -> new Point.Whole(key, in.string(WriteBatch.VALUE_LENGTH_MAX));
      case PART -> {
        int length = in.varint(WriteBatch.VALUE_LENGTH_MAX);
        int offset = in.varint(length);
        yield new Point.Part(key, length, offset, in.string(length - offset));
      }
      default -> throw in.corrupt("unknown kind of change " + kind);
    };
  }

  private static Bytes key(ByteReader in) {
    return in.string(WriteBatch.KEY_LENGTH_MAX);
  }
}
