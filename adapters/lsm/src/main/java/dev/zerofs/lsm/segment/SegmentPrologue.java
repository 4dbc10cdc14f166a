package dev.zerofs.lsm.segment;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.format.ByteReader;
import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.lsm.format.Checksums;
import dev.zerofs.lsm.format.ObjectHeader;
import dev.zerofs.lsm.format.ObjectKind;
import dev.zerofs.ports.bytes.Bytes;

/**
 * What stands before the records of a segment.
 *
 * @param segment its name
 * @param incarnation the random number of the writer that made it
 * @param fencedBy the epoch that closed the log by this fence, or 0 if this is no fence
 * @param firstSequence of its batches, 0 in a fence
 * @param lastSequence of its batches, 0 in a fence
 * @param recordsStored how many bytes the records' frame takes
 * @param recordsLength how many bytes the records have when decoded
 */
record SegmentPrologue(
    SegmentId segment,
    long incarnation,
    long fencedBy,
    long firstSequence,
    long lastSequence,
    int recordsStored,
    int recordsLength) {

  /** How many bytes header and prologue take. */
  static final int LENGTH_BYTES = ObjectHeader.LENGTH_BYTES + 37;

  private static final int BATCHES = 1;
  private static final int FENCE = 2;
  private static final int PACK = 3;

  static SegmentPrologue fence(SegmentId segment, long incarnation, long fencedBy) {
    return new SegmentPrologue(segment, incarnation, fencedBy, 0, 0, 0, 0);
  }

  boolean isFence() {
    return fencedBy != 0;
  }

  private int kind() {
    if (isFence()) {
      return FENCE;
    }
    return segment.isPack() ? PACK : BATCHES;
  }

  void encode(ByteWriter out) {
    new ObjectHeader(segment.epoch(), segment.id(), incarnation).encode(ObjectKind.SEGMENT, out);
    int from = out.length();
    out.u8(kind())
        .u64(fencedBy)
        .u64(firstSequence)
        .u64(lastSequence)
        .u32(recordsStored)
        .u32(recordsLength)
        .crc32cFrom(from);
  }

  Bytes toBytes() {
    ByteWriter out = new ByteWriter(LENGTH_BYTES);
    encode(out);
    return out.takeBytes();
  }

  /** Reads the beginning of the object that lies under the name of {@code expected}. */
  static SegmentPrologue decode(Bytes start, SegmentId expected, Object name) {
    ObjectHeader header =
        ObjectHeader.decode(ObjectKind.SEGMENT, start, name)
            .require(expected.epoch(), expected.id(), name);
    ByteReader in = new ByteReader(start, name);
    in.bytes(ObjectHeader.LENGTH_BYTES);
    if (in.remaining() < LENGTH_BYTES - ObjectHeader.LENGTH_BYTES) {
      throw in.corrupt("the object is too short");
    }
    int kind = in.u8();
    SegmentPrologue prologue =
        new SegmentPrologue(
            expected, header.incarnation(), in.u63(), in.u63(), in.u63(), in.u32(), in.u32());
    Bytes checked = start.slice(ObjectHeader.LENGTH_BYTES, 33);
    if (in.u32() != Checksums.crc32c(checked)) {
      throw in.corrupt("checksum of the prologue does not match");
    }
    boolean sound =
        kind == prologue.kind()
            && prologue.recordsStored >= 0
            && prologue.recordsLength >= 0
            && prologue.firstSequence <= prologue.lastSequence;
    if (!sound) {
      throw in.corrupt("the prologue makes no sense");
    }
    return prologue;
  }
}
