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

  /** More than any reply has beside what failed calls have, too. */
  private static final Bytes ZEROS = Bytes.wrap(new byte[64]);

  private Nfs3Decoder() {}

  /** Where to read what only successful calls have; of failed ones it is zeros. */
  private static XdrReader onSuccess(int status, XdrReader in) {
    return status == 0 ? in : new XdrReader(ZEROS);
  }

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
    XdrReader more = onSuccess(status, in);
    return new Found(status, status == 0 ? handle(in) : null, postOpAttr(more), postOpAttr(in));
  }

  static Accessed accessed(int status, XdrReader in) {
    return new Accessed(status, postOpAttr(in), onSuccess(status, in).readInt());
  }

  static Target target(int status, XdrReader in) {
    return new Target(status, postOpAttr(in), data(onSuccess(status, in)));
  }

  static Data data(int status, XdrReader in) {
    XdrReader more = onSuccess(status, in);
    return new Data(status, postOpAttr(in), more.readInt(), more.readBoolean(), data(more));
  }

  private static Bytes data(XdrReader in) {
    return in.readOpaque(in.remaining());
  }

  static Written written(int status, XdrReader in) {
    XdrReader more = onSuccess(status, in);
    return new Written(status, wcc(in), more.readInt(), more.readInt(), more.readLong());
  }

  static Made made(int status, XdrReader in) {
    XdrReader more = onSuccess(status, in);
    return new Made(status, postOpHandle(more), postOpAttr(more), wcc(in));
  }

  static Moved moved(int status, XdrReader in) {
    return new Moved(status, wcc(in), wcc(in));
  }

  static Linked linked(int status, XdrReader in) {
    return new Linked(status, postOpAttr(in), wcc(in));
  }

  static Usage usage(int status, XdrReader in) {
    XdrReader more = onSuccess(status, in);
    Usage usage =
        new Usage(
            status,
            postOpAttr(in),
            more.readLong(),
            more.readLong(),
            more.readLong(),
            more.readLong(),
            more.readLong(),
            more.readLong());
    more.readInt();
    return usage;
  }

  static Info info(int status, XdrReader in) {
    XdrReader more = onSuccess(status, in);
    return new Info(
        status,
        postOpAttr(in),
        more.readInt(),
        more.readInt(),
        more.readInt(),
        more.readInt(),
        more.readInt(),
        more.readInt(),
        more.readInt(),
        more.readLong(),
        time(more),
        more.readInt());
  }

  static Conf conf(int status, XdrReader in) {
    XdrReader more = onSuccess(status, in);
    return new Conf(
        status,
        postOpAttr(in),
        more.readInt(),
        more.readInt(),
        more.readBoolean(),
        more.readBoolean(),
        more.readBoolean(),
        more.readBoolean());
  }

  static Committed committed(int status, XdrReader in) {
    return new Committed(status, wcc(in), onSuccess(status, in).readLong());
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
