package dev.zerofs.lsm.sst;

import dev.zerofs.lsm.format.ByteReader;
import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.lsm.format.Checksums;
import dev.zerofs.lsm.format.ObjectHeader;
import dev.zerofs.lsm.format.ObjectKind;
import dev.zerofs.ports.bytes.Bytes;

/** The fixed end of a table, from which everything else is found. */
record Footer(BlockHandle toc, ObjectHeader header) {

  private static final int TOC_BYTES = Long.BYTES + Integer.BYTES;
  static final int LENGTH_BYTES = TOC_BYTES + Integer.BYTES + ObjectHeader.LENGTH_BYTES;

  Bytes encode() {
    ByteWriter out = new ByteWriter(LENGTH_BYTES);
    out.u64(toc.offset()).u32(toc.storedLength()).crc32cFrom(0);
    header.encode(ObjectKind.SST, out);
    return out.takeBytes();
  }

  /** Reads a footer from exactly its bytes. The header comes first: it knows the versions. */
  static Footer decode(Bytes bytes, Object name) {
    Bytes end = bytes.slice(TOC_BYTES + Integer.BYTES);
    ObjectHeader header = ObjectHeader.decode(ObjectKind.SST, end, name);
    ByteReader in = new ByteReader(bytes, name);
    long offset = in.u64();
    int storedLength = in.u32();
    if (in.u32() != Checksums.crc32c(bytes.slice(0, TOC_BYTES))) {
      throw in.corrupt("checksum of the footer does not match");
    }
    return new Footer(new BlockHandle(offset, storedLength), header);
  }
}
