package dev.zerofs.lsm.sst;

import dev.zerofs.lsm.block.Block;
import dev.zerofs.lsm.entry.RangeTombstones;
import dev.zerofs.lsm.entry.SstId;
import dev.zerofs.lsm.fetch.ObjectBytes;
import dev.zerofs.lsm.format.ObjectHeader;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.manifest.TableSpace;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.List;

/**
 * A table taken apart: opened without a manifest, from its own bytes, and without a cache. For
 * tools that look into a table or check all of it; whoever only reads keys takes {@link SstReader}.
 * For one thread.
 */
public final class TableAnatomy {

  /** No block is longer than this when decoded. */
  private static final int CONTENT_BYTES_MAX = 64 << 20;

  private final Object name;
  private final long sizeBytes;
  private final ObjectBytes bytes;
  private final FrameCodec codec;
  private final Footer footer;
  private final TableContents contents;

  private TableAnatomy(
      Object name,
      long sizeBytes,
      ObjectBytes bytes,
      FrameCodec codec,
      Footer footer,
      TableContents contents) {
    this.name = name;
    this.sizeBytes = sizeBytes;
    this.bytes = bytes;
    this.codec = codec;
    this.footer = footer;
    this.contents = contents;
  }

  /**
   * Reads the end of a table.
   *
   * @param name for messages
   * @param sizeBytes the length of the object
   * @throws KeyValueException.Corrupt if footer or table of contents are damaged
   * @throws KeyValueException.Unusable if this release does not read it
   */
  public static TableAnatomy open(
      Object name, long sizeBytes, ObjectBytes bytes, FrameCodec codec) {
    if (sizeBytes < Footer.LENGTH_BYTES) {
      throw new KeyValueException.Corrupt(
          name + " is corrupt: a table of " + sizeBytes + " bytes", null);
    }
    long footerOffset = sizeBytes - Footer.LENGTH_BYTES;
    Footer footer = Footer.decode(bytes.read(footerOffset, Footer.LENGTH_BYTES), name);
    Bytes toc = frame(name, footerOffset, bytes, codec, footer.toc());
    return new TableAnatomy(name, sizeBytes, bytes, codec, footer, TableContents.decode(toc, name));
  }

  /** Which table it is and who wrote it. */
  public ObjectHeader header() {
    return footer.header();
  }

  /**
   * What a manifest would say of it.
   *
   * @param space what only the manifest knows
   */
  public SstMeta meta(int volumeIndex, TableSpace space) {
    return new SstMeta(
        volumeIndex,
        new SstId(header().epoch(), header().id()),
        sizeBytes,
        contents.from(),
        contents.to(),
        contents.entryCount(),
        contents.fragmentCount(),
        contents.sequenceMin(),
        contents.sequenceMax(),
        space);
  }

  /** Its range tombstones. */
  public RangeTombstones rangeTombstones() {
    return RangeTombstoneCodec.decode(frame(contents.rangeTombstones()), name);
  }

  /** What it says that it references in each log segment. */
  public List<SegmentUse> segmentUses(int volumeIndex) {
    return SegmentUses.decode(frame(contents.segments()), volumeIndex, name);
  }

  /**
   * Goes through every byte of it: each part, each entry, and everything that is wrong. Holds a few
   * blocks and the sums per log segment in memory.
   */
  public void walk(int volumeIndex, TableVisitor visitor) {
    new TableWalk(this, volumeIndex, visitor).run();
  }

  Object name() {
    return name;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  Footer footer() {
    return footer;
  }

  TableContents contents() {
    return contents;
  }

  Block block(BlockHandle handle) {
    return new Block(frame(handle), name + " at " + handle.offset());
  }

  Bytes frame(BlockHandle handle) {
    return frame(name, sizeBytes - Footer.LENGTH_BYTES, bytes, codec, handle);
  }

  private static Bytes frame(
      Object name, long endOffset, ObjectBytes bytes, FrameCodec codec, BlockHandle handle) {
    long offset = handle.offset();
    int length = handle.storedLength();
    if (length < FrameCodec.HEADER_BYTES || offset < 0 || length > endOffset - offset) {
      throw new KeyValueException.Corrupt(
          name + " is corrupt: frame at " + offset + "+" + length, null);
    }
    String place = name + " at " + offset + "+" + length;
    Bytes frame = bytes.read(offset, length);
    try {
      return codec.decode(frame, CONTENT_BYTES_MAX, place);
    } catch (KeyValueException.Corrupt _) {
      return codec.decode(bytes.readAnew(offset, length), CONTENT_BYTES_MAX, place);
    }
  }
}
