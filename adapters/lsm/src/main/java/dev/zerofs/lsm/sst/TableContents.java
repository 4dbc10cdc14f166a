package dev.zerofs.lsm.sst;

import dev.zerofs.lsm.format.ByteReader;
import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.ports.bytes.Bytes;

/** A table's toc: where its parts are, and what they add up to. */
record TableContents(
    BlockHandle partitions,
    BlockHandle rangeTombstones,
    BlockHandle segments,
    Bytes from,
    Bytes to,
    long entryCount,
    long fragmentCount,
    long sequenceMin,
    long sequenceMax) {

  Bytes encode() {
    ByteWriter out = new ByteWriter(256);
    partitions.encode(out);
    rangeTombstones.encode(out);
    segments.encode(out);
    out.string(from).string(to).varint(entryCount).varint(fragmentCount);
    return out.varint(sequenceMin).varint(sequenceMax).takeBytes();
  }

  static TableContents decode(Bytes content, Object name) {
    ByteReader in = new ByteReader(content, name);
    TableContents contents =
        new TableContents(
            BlockHandle.decode(in),
            BlockHandle.decode(in),
            BlockHandle.decode(in),
            in.string(RangeTombstoneCodec.BOUND_BYTES_MAX),
            in.string(RangeTombstoneCodec.BOUND_BYTES_MAX),
            in.varint(),
            in.varint(),
            in.varint(),
            in.varint());
    in.end();
    return contents;
  }
}
