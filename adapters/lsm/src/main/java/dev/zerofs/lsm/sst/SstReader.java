package dev.zerofs.lsm.sst;

import dev.zerofs.lsm.block.Block;
import dev.zerofs.lsm.block.BlockCursor;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.RangeTombstones;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.fetch.FrameAddress;
import dev.zerofs.lsm.fetch.FrameReader;
import dev.zerofs.lsm.filter.Filter;
import dev.zerofs.lsm.filter.KeyHash;
import dev.zerofs.lsm.format.ByteReader;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one table. Opened by the first read, which fetches the table's end; filters, indices and
 * data blocks come through the frame reader's cache. Safe for use by any number of threads.
 */
public final class SstReader {

  /** What is fetched first: the footer and, of most tables, everything that opening needs. */
  private static final int TAIL_BYTES = 16 << 10;

  /** A table of so many bytes comes in one request, and is walked in no time. */
  private static final int SMALL_BYTES = 128 << 10;

  /** What an open table keeps in memory for good. */
  private record Opened(Block partitions, RangeTombstones tombstones, TableContents contents) {}

  private final SstMeta meta;
  private final StoredObject object;
  private final ObjectKey name;
  private final FrameReader frames;
  private final Lookups lookups;
  private volatile @Nullable Opened opened;

  /** A reader of the table that {@code meta} describes, which nobody counts. */
  public SstReader(SstMeta meta, FrameReader frames) {
    this(meta, frames, new Lookups());
  }

  /** A reader of the table that {@code meta} describes. */
  public SstReader(SstMeta meta, FrameReader frames, Lookups lookups) {
    this.meta = meta;
    this.frames = frames;
    this.lookups = lookups;
    object = StoredObject.of(meta.volumeIndex(), meta.id());
    name = frames.nameOf(object);
  }

  /** What the manifest says of the table. */
  public SstMeta meta() {
    return meta;
  }

  /**
   * The newest version of {@code key} with a sequence of at most {@code snapshot}, or null.
   *
   * @throws KeyValueException.Corrupt if the table is damaged or missing
   * @throws KeyValueException.Unavailable if the store does not answer in time
   */
  public @Nullable InternalEntry find(Bytes key, long snapshot) {
    if (meta.entryCount() == 0 || !meta.mayContain(key)) {
      return null;
    }
    BlockCursor partition = open().partitions().cursor();
    if (!partition.seek(key)) {
      return null;
    }
    ByteReader handles = new ByteReader(partition.payload(), name);
    BlockHandle index = BlockHandle.decode(handles);
    BlockHandle filter = BlockHandle.decode(handles);
    if (!new Filter(frame(filter), name).mayContain(KeyHash.of(key))) {
      return null;
    }
    lookups.block();
    BlockCursor blocks = block(index).cursor();
    return blocks.seek(key) ? findIn(block(handleOf(blocks)), key, snapshot) : null;
  }

  private @Nullable InternalEntry findIn(Block data, Bytes key, long snapshot) {
    BlockCursor cursor = data.cursor();
    boolean more = cursor.seek(key);
    while (more && cursor.keyEquals(key)) {
      ByteReader in = payload(cursor);
      long sequence = EntryCodec.sequence(in);
      if (sequence <= snapshot) {
        return new InternalEntry(key, sequence, EntryCodec.value(in, meta.volumeIndex()));
      }
      more = cursor.next();
    }
    return null;
  }

  /** A walk over all entries, before the first. */
  public SstIterator iterator() {
    return new SstIterator(this);
  }

  /** The table's range tombstones. */
  public RangeTombstones rangeTombstones() {
    return meta.rangeTombstoneCount() == 0 ? RangeTombstones.NONE : open().tombstones();
  }

  /**
   * About how many bytes of large values the table refers to with keys of {@code from <= key < to}:
   * by the share of its data blocks that lie there, a block that has both ends counting half. In a
   * small table of few blocks that would say little, so they are summed up there.
   */
  public long referencedBytesWithin(Bytes from, Bytes to) {
    long all = meta.space().referencedBytes();
    if (from.compareTo(meta.from()) <= 0 && meta.to().compareTo(to) <= 0) {
      return all;
    }
    return meta.sizeBytes() <= SMALL_BYTES
        ? referencedBytesOf(from, to)
        : estimatedBytesOf(from, to, all);
  }

  private long referencedBytesOf(Bytes from, Bytes to) {
    long sum = 0;
    SstIterator entries = iterator();
    entries.seek(from);
    for (InternalEntry entry = entries.next();
        entry != null && entry.key().compareTo(to) < 0;
        entry = entries.next()) {
      sum += entry.value() instanceof Value.Reference value ? value.frame().storedLength() : 0;
    }
    return sum;
  }

  private long estimatedBytesOf(Bytes from, Bytes to, long all) {
    double bytes = offsetOf(to) - offsetOf(from);
    if (bytes == 0) {
      // Both are in one block: half of it, since nobody looks into blocks for an estimate.
      bytes = (endOf(from) - offsetOf(from)) / 2.0;
    }
    return (long) (all * Math.clamp(bytes / meta.sizeBytes(), 0, 1));
  }

  /** Where the data block ends that may have {@code key}. */
  private long endOf(Bytes key) {
    BlockCursor partition = open().partitions().cursor();
    if (!partition.seek(key)) {
      return meta.sizeBytes();
    }
    BlockCursor blocks = child(partition).cursor();
    if (!blocks.seek(key)) {
      return meta.sizeBytes();
    }
    return handleOf(blocks).offset() + handleOf(blocks).storedLength();
  }

  /** Where the data block begins that may have {@code key}; the table's size after the last. */
  private long offsetOf(Bytes key) {
    BlockCursor partition = open().partitions().cursor();
    if (meta.from().compareTo(key) >= 0) {
      return 0;
    }
    if (meta.to().compareTo(key) <= 0 || !partition.seek(key)) {
      return meta.sizeBytes();
    }
    BlockCursor blocks = child(partition).cursor();
    return blocks.seek(key) ? handleOf(blocks).offset() : meta.sizeBytes();
  }

  /** What the table references in each log segment, ascending. Not kept in memory. */
  public List<SegmentUse> segmentUses() {
    Bytes content = frames.readUnkept(address(open().contents().segments()));
    return SegmentUses.decode(content, meta.volumeIndex(), name);
  }

  Block partitions() {
    return open().partitions();
  }

  /** The block at the first handle of the entry where {@code index} stands. */
  Block child(BlockCursor index) {
    return block(handleOf(index));
  }

  InternalEntry entry(BlockCursor data) {
    ByteReader in = payload(data);
    long sequence = EntryCodec.sequence(in);
    Value value = EntryCodec.value(in, meta.volumeIndex());
    return new InternalEntry(data.key(), sequence, value);
  }

  private BlockHandle handleOf(BlockCursor index) {
    return BlockHandle.decode(payload(index));
  }

  private ByteReader payload(BlockCursor cursor) {
    return new ByteReader(cursor.payload(), name);
  }

  private Block block(BlockHandle handle) {
    return new Block(frame(handle), name);
  }

  private Bytes frame(BlockHandle handle) {
    return frames.read(address(handle));
  }

  private FrameAddress address(BlockHandle handle) {
    if (handle.storedLength() == 0 || handle.storedLength() > meta.sizeBytes() - handle.offset()) {
      throw corrupt("frame at " + handle.offset() + "+" + handle.storedLength());
    }
    return new FrameAddress(object, handle.offset(), handle.storedLength());
  }

  private Opened open() {
    Opened known = opened;
    if (known != null) {
      return known;
    }
    // Two threads may open at once: the parts are fetched once all the same.
    Opened fresh = openFromStore();
    opened = fresh;
    return fresh;
  }

  private Opened openFromStore() {
    if (meta.sizeBytes() < Footer.LENGTH_BYTES) {
      throw corrupt("a table of " + meta.sizeBytes() + " bytes");
    }
    int tailBytes = (int) Math.min(meta.sizeBytes(), TAIL_BYTES);
    Bytes tail = frames.readRaw(object, meta.sizeBytes() - tailBytes, tailBytes);
    Footer footer = Footer.decode(tail.slice(tailBytes - Footer.LENGTH_BYTES), name);
    footer.header().require(meta.id().epoch(), meta.id().id(), name);
    TableContents contents = TableContents.decode(unkept(footer.toc()), name);
    requireAsDescribed(contents);
    Block partitions = new Block(unkept(contents.partitions()), name);
    RangeTombstones tombstones =
        RangeTombstoneCodec.decode(unkept(contents.rangeTombstones()), name);
    return new Opened(partitions, tombstones, contents);
  }

  /** What stays with the open table is not in the cache as well. */
  private Bytes unkept(BlockHandle handle) {
    return Bytes.wrap(frames.readUnkept(address(handle)).toByteArray());
  }

  private void requireAsDescribed(TableContents contents) {
    SstMeta found =
        new SstMeta(
            meta.volumeIndex(),
            meta.id(),
            meta.sizeBytes(),
            contents.from(),
            contents.to(),
            contents.entryCount(),
            contents.fragmentCount(),
            contents.sequenceMin(),
            contents.sequenceMax(),
            meta.space());
    if (!found.equals(meta)) {
      throw corrupt("the manifest describes it otherwise");
    }
  }

  private KeyValueException.Corrupt corrupt(String problem) {
    return new KeyValueException.Corrupt(name + " is corrupt: " + problem, null);
  }
}
