package dev.zerofs.nfs3.wire;

import dev.zerofs.nfs3.handle.FileHandles;
import dev.zerofs.nfs3.xdr.XdrWriter;
import dev.zerofs.ports.filesystem.Attributes;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileType;
import dev.zerofs.ports.filesystem.VolumeIdentity;
import dev.zerofs.ports.filesystem.Wcc;
import org.jspecify.annotations.Nullable;

/**
 * Writes what replies say of a volume's objects: handles and attributes. Safe for use by any number
 * of threads.
 */
public final class ObjectEncoder {

  /** The length of a post_op_attr with attributes. */
  public static final int POST_OP_ATTR_BYTES = 4 + 84;

  /** The length of a post_op_fh3 with a handle. */
  public static final int POST_OP_FH_BYTES = 4 + 4 + FileHandles.LENGTH_BYTES;

  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long MAX_SECONDS = 0xffff_ffffL;

  private final FileHandles handles;
  private final long fsid;

  /** An encoder for the objects of {@code volume}. */
  public ObjectEncoder(VolumeIdentity volume, FileHandles handles) {
    this.handles = handles;
    this.fsid = volume.id().getMostSignificantBits() ^ volume.id().getLeastSignificantBits();
  }

  /** The file id on the wire: never 0, which some kernels refuse. */
  public static long fileid(long inode) {
    return inode + 1;
  }

  /** An nfs_fh3. */
  public void handle(XdrWriter out, FileId file) {
    out.writeOpaque(handles.handleOf(file));
  }

  /** A post_op_fh3 with a handle. */
  public void postOpHandle(XdrWriter out, FileId file) {
    out.writeBoolean(true);
    handle(out, file);
  }

  /** A post_op_attr. */
  public void postOpAttributes(XdrWriter out, @Nullable Attributes attributes) {
    out.writeBoolean(attributes != null);
    if (attributes != null) {
      attributes(out, attributes);
    }
  }

  /** A fattr3. */
  public void attributes(XdrWriter out, Attributes attributes) {
    out.writeInt(typeNumber(attributes.type()));
    out.writeInt(attributes.mode());
    out.writeInt(attributes.linkCount());
    out.writeInt(attributes.uid());
    out.writeInt(attributes.gid());
    out.writeLong(attributes.sizeBytes());
    out.writeLong(attributes.usedBytes());
    out.writeInt(attributes.device().major());
    out.writeInt(attributes.device().minor());
    out.writeLong(fsid);
    out.writeLong(fileid(attributes.id().inode()));
    time(out, attributes.accessedEpochNanos());
    time(out, attributes.modifiedEpochNanos());
    time(out, attributes.changedEpochNanos());
  }

  /** A wcc_data. */
  public void wcc(XdrWriter out, Wcc wcc) {
    Attributes before = wcc.before();
    out.writeBoolean(before != null);
    if (before != null) {
      out.writeLong(before.sizeBytes());
      time(out, before.modifiedEpochNanos());
      time(out, before.changedEpochNanos());
    }
    postOpAttributes(out, wcc.after());
  }

  /** An nfstime3: 32 bits of seconds, so times outside 1970 to 2106 become the nearest one. */
  private static void time(XdrWriter out, long epochNanos) {
    long seconds = Math.floorDiv(epochNanos, NANOS_PER_SECOND);
    if (seconds < 0 || seconds > MAX_SECONDS) {
      out.writeInt(seconds < 0 ? 0 : -1);
      out.writeInt(0);
    } else {
      out.writeInt((int) seconds);
      out.writeInt((int) Math.floorMod(epochNanos, NANOS_PER_SECOND));
    }
  }

  private static int typeNumber(FileType type) {
    return switch (type) {
      case REGULAR -> 1;
      case DIRECTORY -> 2;
      case BLOCK_DEVICE -> 3;
      case CHARACTER_DEVICE -> 4;
      case SYMLINK -> 5;
      case SOCKET -> 6;
      case FIFO -> 7;
    };
  }
}
