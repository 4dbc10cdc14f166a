package dev.zerofs.lsm.sst;

import dev.zerofs.lsm.format.ByteReader;
import dev.zerofs.lsm.format.ByteWriter;

/**
 * Where a frame lies inside a table.
 *
 * @param offset of its first byte
 * @param storedLength its whole length in bytes
 */
record BlockHandle(long offset, int storedLength) {

  void encode(ByteWriter out) {
    out.varint(offset).varint(storedLength);
  }

  static BlockHandle decode(ByteReader in) {
    return new BlockHandle(in.varint(), in.varint(Integer.MAX_VALUE));
  }
}
