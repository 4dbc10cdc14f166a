package dev.zerofs.lsm.segment;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.ports.bytes.Bytes;
import java.util.List;

/** Puts the parts of an object together. */
public final class SegmentBody {

  /** How long a fence is; every other segment is longer. */
  public static final int FENCE_BYTES = SegmentPrologue.LENGTH_BYTES;

  private SegmentBody() {}

  static Bytes join(SegmentPrologue prologue, Bytes records, List<Bytes> frames) {
    long length = SegmentPrologue.LENGTH_BYTES + (long) records.length();
    for (Bytes frame : frames) {
      length += frame.length();
    }
    ByteWriter out = new ByteWriter(Math.toIntExact(length));
    prologue.encode(out);
    out.bytes(records);
    frames.forEach(out::bytes);
    return out.takeBytes();
  }

  /** The object that closes a log: no segment can be created in its place any more. */
  public static Bytes fence(SegmentId at, long incarnation, long fencedBy) {
    ByteWriter out = new ByteWriter(SegmentPrologue.LENGTH_BYTES);
    SegmentPrologue.fence(at, incarnation, fencedBy).encode(out);
    return out.takeBytes();
  }
}
