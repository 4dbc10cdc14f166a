package dev.zerofs.nfs3.client;

import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.TimeChange;
import org.jspecify.annotations.Nullable;

/** Writes the parts of which calls consist. */
public final class Nfs3Encoder {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private Nfs3Encoder() {}

  /** A sattr3. */
  public static void sattr(XdrWriter out, AttributeChange change) {
    optional(out, change.mode());
    optional(out, change.uid());
    optional(out, change.gid());
    Long size = change.sizeBytes();
    out.writeBoolean(size != null);
    if (size != null) {
      out.writeLong(size);
    }
    timeChange(out, change.accessed());
    timeChange(out, change.modified());
  }

  /** An nfstime3. */
  public static void time(XdrWriter out, long epochNanos) {
    out.writeInt((int) (epochNanos / NANOS_PER_SECOND));
    out.writeInt((int) (epochNanos % NANOS_PER_SECOND));
  }

  private static void optional(XdrWriter out, @Nullable Integer value) {
    out.writeBoolean(value != null);
    if (value != null) {
      out.writeInt(value);
    }
  }

  private static void timeChange(XdrWriter out, TimeChange change) {
    switch (change) {
      case TimeChange.Keep() -> out.writeInt(0);
      case TimeChange.ToServerTime() -> out.writeInt(1);
      case TimeChange.ToClientTime(long epochNanos) -> {
        out.writeInt(2);
        time(out, epochNanos);
      }
    }
  }
}
