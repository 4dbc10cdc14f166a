package dev.zerofs.domain.layout;

import dev.zerofs.ports.bytes.Bytes;
import java.nio.ByteBuffer;

/**
 * The name at one place of a directory's listing.
 *
 * @param inode the inode it stands for
 * @param name the name
 */
public record CookieEntry(long inode, Bytes name) {
  /** The record. */
  public Bytes encode() {
    ByteBuffer out = ByteBuffer.allocate(1 + Long.BYTES + name.length());
    out.put(Records.VERSION).putLong(inode);
    name.copyTo(out);
    return Bytes.wrap(out.array());
  }

  /**
   * Reads a record.
   *
   * @throws dev.zerofs.ports.keyvalue.KeyValueException.Corrupt if it is none
   */
  public static CookieEntry decode(Bytes value) {
    return Records.decode("cookie", value, in -> new CookieEntry(in.getLong(), Records.rest(in)));
  }
}
