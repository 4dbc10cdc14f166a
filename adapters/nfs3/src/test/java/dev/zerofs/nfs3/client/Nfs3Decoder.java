package dev.zerofs.nfs3.client;

import dev.zerofs.nfs3.client.Nfs3Replies.Accessed;
import dev.zerofs.nfs3.client.Nfs3Replies.Attr;
import dev.zerofs.nfs3.client.Nfs3Replies.Changed;
import dev.zerofs.nfs3.client.Nfs3Replies.Committed;
import dev.zerofs.nfs3.client.Nfs3Replies.Conf;
import dev.zerofs.nfs3.client.Nfs3Replies.Data;
import dev.zerofs.nfs3.client.Nfs3Replies.Entry;
import dev.zerofs.nfs3.client.Nfs3Replies.Found;
import dev.zerofs.nfs3.client.Nfs3Replies.Got;
import dev.zerofs.nfs3.client.Nfs3Replies.Info;
import dev.zerofs.nfs3.client.Nfs3Replies.Linked;
import dev.zerofs.nfs3.client.Nfs3Replies.Listed;
import dev.zerofs.nfs3.client.Nfs3Replies.Made;
import dev.zerofs.nfs3.client.Nfs3Replies.Mounted;
import dev.zerofs.nfs3.client.Nfs3Replies.Moved;
import dev.zerofs.nfs3.client.Nfs3Replies.PreOp;
import dev.zerofs.nfs3.client.Nfs3Replies.Target;
import dev.zerofs.nfs3.client.Nfs3Replies.Usage;
import dev.zerofs.nfs3.client.Nfs3Replies.WccData;
import dev.zerofs.nfs3.client.Nfs3Replies.Written;
import dev.zerofs.nfs3.xdr.XdrReader;
import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads replies, and the parts of which they consist. */
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

  static Mounted mounted(XdrReader in) {
    int status = in.readInt();
    if (status != 0) {
      return new Mounted(status, null, List.of());
    }
    Bytes handle = handle(in);
    List<Integer> flavours = new ArrayList<>();
    for (int count = in.readInt(); count > 0; count--) {
      flavours.add(in.readInt());
    }
    return new Mounted(status, handle, flavours);
  }

  static Got got(int status, XdrReader in) {
    return new Got(status, status == 0 ? attr(in) : null);
  }

  static Changed changed(int status, XdrReader in) {
    return new Changed(status, wcc(in));
  }

  static Found found(int status, XdrReader in) {
    return status == 0
        ? new Found(0, handle(in), postOpAttr(in), postOpAttr(in))
        : new Found(status, null, null, postOpAttr(in));
  }

  static Accessed accessed(int status, XdrReader in) {
    return new Accessed(status, postOpAttr(in), status == 0 ? in.readInt() : 0);
  }

  static Target target(int status, XdrReader in) {
    return new Target(
        status, postOpAttr(in), status == 0 ? in.readOpaque(in.remaining()) : Bytes.EMPTY);
  }

  static Data data(int status, XdrReader in) {
    Attr attr = postOpAttr(in);
    return status == 0
        ? new Data(0, attr, in.readInt(), in.readBoolean(), in.readOpaque(in.remaining()))
        : new Data(status, attr, 0, false, Bytes.EMPTY);
  }

  static Written written(int status, XdrReader in) {
    WccData wcc = wcc(in);
    return status == 0
        ? new Written(0, wcc, in.readInt(), in.readInt(), in.readLong())
        : new Written(status, wcc, 0, 0, 0);
  }

  static Made made(int status, XdrReader in) {
    return status == 0
        ? new Made(0, postOpHandle(in), postOpAttr(in), wcc(in))
        : new Made(status, null, null, wcc(in));
  }

  static Moved moved(int status, XdrReader in) {
    return new Moved(status, wcc(in), wcc(in));
  }

  static Linked linked(int status, XdrReader in) {
    return new Linked(status, postOpAttr(in), wcc(in));
  }

  static Usage usage(int status, XdrReader in) {
    Attr attr = postOpAttr(in);
    if (status != 0) {
      return new Usage(status, attr, 0, 0, 0, 0, 0, 0);
    }
    Usage usage =
        new Usage(
            0,
            attr,
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong());
    in.readInt();
    return usage;
  }

  static Info info(int status, XdrReader in) {
    Attr attr = postOpAttr(in);
    return status != 0
        ? new Info(status, attr, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        : new Info(
            0,
            attr,
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readLong(),
            time(in),
            in.readInt());
  }

  static Conf conf(int status, XdrReader in) {
    Attr attr = postOpAttr(in);
    return status != 0
        ? new Conf(status, attr, 0, 0, false, false, false, false)
        : new Conf(
            0,
            attr,
            in.readInt(),
            in.readInt(),
            in.readBoolean(),
            in.readBoolean(),
            in.readBoolean(),
            in.readBoolean());
  }

  static Committed committed(int status, XdrReader in) {
    return new Committed(status, wcc(in), status == 0 ? in.readLong() : 0);
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
