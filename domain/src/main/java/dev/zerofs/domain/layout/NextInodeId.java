package dev.zerofs.domain.layout;

import dev.zerofs.ports.bytes.Bytes;
import java.nio.ByteBuffer;

/**
 * Where the ids begin that no writer has reserved.
 *
 * @param id the first of them
 */
public record NextInodeId(long id) {
  /** Checks the id. */
  public NextInodeId {
    if (id < 1) {
      throw new IllegalArgumentException("next inode id " + id);
    }
  }

  /** The record. */
  public Bytes encode() {
    ByteBuffer out = ByteBuffer.allocate(1 + Long.BYTES);
    out.put(Records.VERSION).putLong(id);
    return Bytes.wrap(out.array());
  }

  /**
   * Reads a record.
   *
   * @throws dev.zerofs.ports.keyvalue.KeyValueException.Corrupt if it is none
   */
  public static NextInodeId decode(Bytes value) {
    return Records.decode("next_inode_id", value, in -> new NextInodeId(in.getLong()));
  }
}
