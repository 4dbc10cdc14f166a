package dev.zerofs.domain.layout;

import dev.zerofs.domain.layout.Body.DeviceNode;
import dev.zerofs.domain.layout.Body.Directory;
import dev.zerofs.domain.layout.Body.Endpoint;
import dev.zerofs.domain.layout.Body.RegularFile;
import dev.zerofs.domain.layout.Body.Symlink;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Device;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileType;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.nio.ByteBuffer;

/** The encoding of an {@link Inode}; the grammar stands in this package's description. */
public final class InodeCodec {
  private static final int HEAD_BYTES = 1 + 1 + 2 + 3 * Integer.BYTES + 6 * Long.BYTES;

  private InodeCodec() {}

  /** The record of {@code inode}. */
  public static Bytes encode(Inode inode) {
    ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + bodyBytes(inode.body()));
    out.put(Records.VERSION).put(Records.code(inode.type())).putShort((short) inode.mode());
    out.putInt(inode.uid()).putInt(inode.gid()).putInt(inode.linkCount());
    out.putLong(inode.id().generation()).putLong(inode.sizeBytes()).putLong(inode.usedBytes());
    Times times = inode.times();
    out.putLong(times.accessed()).putLong(times.modified()).putLong(times.changed());
    encodeBody(out, inode.body());
    return Bytes.wrap(out.array());
  }

  /**
   * The inode with this id, from its record.
   *
   * @throws KeyValueException.Corrupt if it is none
   */
  public static Inode decode(long id, Bytes value) {
    return Records.decode("inode:" + id, value, in -> decode(id, in));
  }

  private static Inode decode(long id, ByteBuffer in) {
    FileType type = Records.type(in.get());
    int mode = in.getShort();
    int uid = in.getInt();
    int gid = in.getInt();
    int linkCount = in.getInt();
    FileId fileId = new FileId(id, in.getLong());
    long sizeBytes = in.getLong();
    long usedBytes = in.getLong();
    Times times = new Times(in.getLong(), in.getLong(), in.getLong());
    Body body = decodeBody(type, in);
    return new Inode(fileId, mode, uid, gid, linkCount, sizeBytes, usedBytes, times, body);
  }

  private static int bodyBytes(Body body) {
    return switch (body) {
      case RegularFile file -> file.createVerifier() == null ? 1 : 1 + Long.BYTES;
      case Directory _ -> 3 * Long.BYTES;
      case Symlink(var target) -> target.length();
      case DeviceNode _ -> 2 * Integer.BYTES;
      case Endpoint _ -> 0;
    };
  }

  private static void encodeBody(ByteBuffer out, Body body) {
    switch (body) {
      case RegularFile file -> {
        Long verifier = file.createVerifier();
        out.put((byte) (verifier == null ? 0 : 1));
        if (verifier != null) {
          out.putLong(verifier);
        }
      }
      case Directory directory ->
          out.putLong(directory.parent())
              .putLong(directory.childCount())
              .putLong(directory.nextCookie());
      case Symlink(var target) -> target.copyTo(out);
      case DeviceNode node -> out.putInt(node.device().major()).putInt(node.device().minor());
      case Endpoint _ -> {}
    }
  }

  private static Body decodeBody(FileType type, ByteBuffer in) {
    return switch (type) {
      case REGULAR -> decodeRegular(in);
      case DIRECTORY -> new Directory(in.getLong(), in.getLong(), in.getLong());
      case SYMLINK -> new Symlink(Records.rest(in));
      case BLOCK_DEVICE, CHARACTER_DEVICE ->
          new DeviceNode(type, new Device(in.getInt(), in.getInt()));
      case FIFO, SOCKET -> new Endpoint(type);
    };
  }

  private static RegularFile decodeRegular(ByteBuffer in) {
    byte exclusive = in.get();
    return switch (exclusive) {
      case 0 -> RegularFile.PLAIN;
      case 1 -> new RegularFile(in.getLong());
      default -> throw new IllegalArgumentException("exclusive " + exclusive);
    };
  }
}
