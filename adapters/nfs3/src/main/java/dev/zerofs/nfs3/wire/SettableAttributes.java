package dev.zerofs.nfs3.wire;

import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.TimeChange;

/** Reads sattr3 and nfstime3 (RFC 1813 §2.6, §2.5). */
public final class SettableAttributes {

  private static final int MODE_MASK = 07777;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private SettableAttributes() {}

  /**
   * A sattr3. A size of 2^63 or more is returned as a negative one.
   *
   * @throws dev.zerofs.nfs3.xdr.MalformedXdrException if it is none
   */
  public static AttributeChange decode(XdrReader in) {
    Integer mode = in.readBoolean() ? (Integer) (in.readInt() & MODE_MASK) : null;
    Integer uid = in.readBoolean() ? (Integer) in.readInt() : null;
    Integer gid = in.readBoolean() ? (Integer) in.readInt() : null;
    Long sizeBytes = in.readBoolean() ? (Long) in.readLong() : null;
    TimeChange accessed = timeChange(in);
    TimeChange modified = timeChange(in);
    return new AttributeChange(mode, uid, gid, sizeBytes, accessed, modified);
  }

  /** An nfstime3 in nanoseconds since 1970. */
  public static long epochNanos(XdrReader in) {
    long seconds = in.readUnsignedInt();
    return seconds * NANOS_PER_SECOND + in.readUnsignedInt();
  }

  private static TimeChange timeChange(XdrReader in) {
    return switch (in.readEnum(3)) {
      case 0 -> TimeChange.KEEP;
      case 1 -> TimeChange.SERVER_TIME;
      default -> new TimeChange.ToClientTime(epochNanos(in));
    };
  }
}
