package dev.zerofs.domain.layout;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.FileType;
import java.nio.ByteBuffer;

/**
 * What a name in a directory stands for.
 *
 * @param inode the inode
 * @param type the inode's type
 * @param cookie where in the directory's listing the name is
 */
public record Dentry(long inode, FileType type, long cookie) {
  private static final int LENGTH_BYTES = 1 + 1 + 2 * Long.BYTES;

  /** The record. */
  public Bytes encode() {
    ByteBuffer out = ByteBuffer.allocate(LENGTH_BYTES);
    out.put(Records.VERSION).put(Records.code(type)).putLong(inode).putLong(cookie);
    return Bytes.wrap(out.array());
  }

  /**
   * Reads a record.
   *
   * @throws dev.zerofs.ports.keyvalue.KeyValueException.Corrupt if it is none
   */
  public static Dentry decode(Bytes value) {
    return Records.decode("dentry", value, Dentry::decode);
  }

  private static Dentry decode(ByteBuffer in) {
    FileType type = Records.type(in.get());
    return new Dentry(in.getLong(), type, in.getLong());
  }
}
