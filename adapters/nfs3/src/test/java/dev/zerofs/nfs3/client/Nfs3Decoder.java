package dev.zerofs.nfs3.client;

import dev.zerofs.nfs3.client.Nfs3Replies.Attr;
import dev.zerofs.nfs3.client.Nfs3Replies.Entry;
import dev.zerofs.nfs3.client.Nfs3Replies.Listed;
import dev.zerofs.nfs3.client.Nfs3Replies.PreOp;
import dev.zerofs.nfs3.client.Nfs3Replies.WccData;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the parts of which replies consist. */
final class Nfs3Decoder {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private Nfs3Decoder() {}

  static Attr attr(XdrReader in) {
    return new Attr(
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readLong(),
        in.readLong(),
        in.readInt(),
        in.readInt(),
        in.readLong(),
        in.readLong(),
        time(in),
        time(in),
        time(in));
  }

  static @Nullable Attr postOpAttr(XdrReader in) {
    return in.readBoolean() ? attr(in) : null;
  }

  static @Nullable Bytes postOpHandle(XdrReader in) {
    return in.readBoolean() ? handle(in) : null;
  }

  static Bytes handle(XdrReader in) {
    return in.readOpaque(64);
  }

  static WccData wcc(XdrReader in) {
    PreOp before = in.readBoolean() ? new PreOp(in.readLong(), time(in), time(in)) : null;
    return new WccData(before, postOpAttr(in));
  }

  static Listed listed(int status, XdrReader in, boolean plus) {
    int lengthBytes = in.remaining();
    Attr directory = postOpAttr(in);
    if (status != 0) {
      return new Listed(status, directory, 0, List.of(), false, lengthBytes);
    }
    long verifier = in.readLong();
    List<Entry> entries = new ArrayList<>();
    while (in.readBoolean()) {
      long fileid = in.readLong();
      Bytes name = in.readOpaque(255);
      long cookie = in.readLong();
      entries.add(
          new Entry(
              fileid, name, cookie, plus ? postOpAttr(in) : null, plus ? postOpHandle(in) : null));
    }
    return new Listed(0, directory, verifier, entries, in.readBoolean(), lengthBytes);
  }

  static long time(XdrReader in) {
    long seconds = in.readUnsignedInt();
    long nanos = in.readUnsignedInt();
    if (nanos >= NANOS_PER_SECOND) {
      throw new AssertionError(nanos + " nanoseconds in a second");
    }
    return seconds * NANOS_PER_SECOND + nanos;
  }
}
