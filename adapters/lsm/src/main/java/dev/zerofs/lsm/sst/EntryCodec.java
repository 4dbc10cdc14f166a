package dev.zerofs.lsm.sst;

import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.format.ByteReader;
import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.WriteBatch;

/** The payloads of data blocks: an entry's sequence and value. */
final class EntryCodec {

  private static final int TOMBSTONE = 0;
  private static final int INLINE = 1;
  private static final int REFERENCE = 2;

  private EntryCodec() {}

  static void encode(InternalEntry entry, ByteWriter out) {
    out.varint(entry.sequence());
    switch (entry.value()) {
      case Value.Tombstone _ -> out.u8(TOMBSTONE);
      case Value.Inline(Bytes bytes) -> out.u8(INLINE).bytes(bytes);
      case Value.Reference(FrameRef frame, int length) -> {
        out.u8(REFERENCE).varint(length).varint(frame.volumeIndex());
        out.varint(frame.segment().epoch()).varint(frame.segment().id());
        out.varint(frame.offset()).varint(frame.storedLength());
      }
    }
  }

  /** Reads the sequence, which every payload begins with. */
  static long sequence(ByteReader in) {
    return in.varint();
  }

  /**
   * Reads the value, which follows the sequence.
   *
   * @param volumeIndex of the table, which its references' are relative to
   */
  static Value value(ByteReader in, int volumeIndex) {
    int kind = in.u8();
    switch (kind) {
      case INLINE:
        return new Value.Inline(in.bytes(in.remaining()));
      case TOMBSTONE:
        in.end();
        return Value.TOMBSTONE;
      case REFERENCE:
        Value reference = reference(in, volumeIndex);
        in.end();
        return reference;
      default:
        throw in.corrupt("value of kind " + kind);
    }
  }

  private static Value reference(ByteReader in, int volumeIndex) {
    int length = in.varint(WriteBatch.VALUE_LENGTH_MAX);
    int relativeIndex = in.varint(Integer.MAX_VALUE - volumeIndex);
    SegmentId segment = new SegmentId(in.varint(), in.varint());
    long offset = in.varint();
    int storedLength = in.varint(Integer.MAX_VALUE);
    if (storedLength == 0) {
      throw in.corrupt("reference to an empty frame");
    }
    return new Value.Reference(
        new FrameRef(volumeIndex + relativeIndex, segment, offset, storedLength), length);
  }
}
