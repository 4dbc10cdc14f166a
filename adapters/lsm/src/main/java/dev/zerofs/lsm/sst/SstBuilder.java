package dev.zerofs.lsm.sst;

import dev.zerofs.lsm.block.BlockBuilder;
import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.RangeTombstones;
import dev.zerofs.lsm.entry.SstId;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.filter.KeyHash;
import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.lsm.format.ObjectHeader;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.manifest.TableSpace;
import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds one table in memory. For one thread. */
final class SstBuilder {

  private final SstOptions options;
  private final FrameCodec frames;
  private final List<Bytes> parts = new ArrayList<>();
  private long sizeBytes;

  private final BlockBuilder data;
  private final Partition partition;
  private final List<Partition.Finished> partitions = new ArrayList<>();
  private final SegmentUses segments = new SegmentUses();
  private final ByteWriter payload = new ByteWriter(1100);
  private @Nullable Bytes firstKey;
  private long entryCount;
  private long referencedBytes;
  private long deletionCount;
  private long sequenceMin = Long.MAX_VALUE;
  private long sequenceMax;

  SstBuilder(SstOptions options, FrameCodec frames) {
    this.options = options;
    this.frames = frames;
    data = new BlockBuilder(options.blockSizeBytes());
    partition = new Partition(options.filterBitsPerKey());
  }

  /** About how large the table would be if it were finished now, filters left out. */
  long sizeBytes() {
    return sizeBytes + data.sizeBytes();
  }

  /** Whether no entry has been added. */
  boolean isEmpty() {
    return entryCount == 0;
  }

  void add(InternalEntry entry) {
    boolean newKey = entryCount == 0 || !data.lastKey().equals(entry.key());
    if (newKey && data.sizeBytes() >= options.blockSizeBytes()) {
      endBlock(Separators.between(data.lastKey(), entry.key()));
    }
    if (newKey) {
      partition.addKey(KeyHash.of(entry.key()));
    }
    payload.clear();
    EntryCodec.encode(entry, payload);
    data.add(entry.key(), payload.view());
    count(entry.value());
    if (firstKey == null) {
      firstKey = entry.key();
    }
    sequenceMin = Math.min(sequenceMin, entry.sequence());
    sequenceMax = Math.max(sequenceMax, entry.sequence());
    entryCount++;
  }

  private void count(Value value) {
    switch (value) {
      case Value.Reference(FrameRef frame, int _) -> {
        segments.add(frame);
        referencedBytes += frame.storedLength();
      }
      case Value.Tombstone _ -> deletionCount++;
      case Value.Inline _ -> {}
    }
  }

  /**
   * Ends the table, in which there is at least an entry or a range tombstone.
   *
   * @param tombstones those of the table's range of keys
   */
  BuiltSst finish(RangeTombstones tombstones, SstId id, long incarnation) {
    Bytes lastKey = data.lastKey();
    if (entryCount > 0) {
      endBlock(lastKey);
    }
    endPartition();
    for (RangeTombstones.Fragment fragment : tombstones.fragments()) {
      sequenceMax = Math.max(sequenceMax, fragment.sequences().getFirst());
      sequenceMin = Math.min(sequenceMin, fragment.sequences().getLast());
    }
    TableContents contents = endParts(tombstones, lastKey);
    BlockHandle toc = append(contents.encode());
    ObjectHeader header = new ObjectHeader(id.epoch(), id.id(), incarnation);
    Bytes footer = new Footer(toc, header).encode();
    parts.add(footer);
    sizeBytes += footer.length();
    return new BuiltSst(meta(id, contents), joined());
  }

  private TableContents endParts(RangeTombstones tombstones, Bytes lastKey) {
    BlockBuilder directory = new BlockBuilder(1 << 10);
    List<BlockHandle> indices = partitions.stream().map(p -> append(p.index())).toList();
    for (int i = 0; i < partitions.size(); i++) {
      payload.clear();
      indices.get(i).encode(payload);
      append(partitions.get(i).filter()).encode(payload);
      directory.add(partitions.get(i).lastSeparator(), payload.view());
    }
    BlockHandle ranges = append(RangeTombstoneCodec.encode(tombstones));
    BlockHandle uses = append(segments.encode());
    return new TableContents(
        append(directory.finish()),
        ranges,
        uses,
        from(tombstones),
        to(tombstones, lastKey),
        entryCount,
        tombstones.fragments().size(),
        sequenceMin,
        sequenceMax);
  }

  private Bytes from(RangeTombstones tombstones) {
    if (tombstones.isEmpty()) {
      return firstKey == null ? Bytes.EMPTY : firstKey;
    }
    Bytes from = tombstones.fragments().getFirst().from();
    return firstKey == null || from.compareTo(firstKey) < 0 ? from : firstKey;
  }

  private Bytes to(RangeTombstones tombstones, Bytes lastKey) {
    Bytes afterLast = Separators.after(lastKey);
    if (tombstones.isEmpty()) {
      return afterLast;
    }
    Bytes to = tombstones.fragments().getLast().to();
    return firstKey == null || to.compareTo(afterLast) > 0 ? to : afterLast;
  }

  private SstMeta meta(SstId id, TableContents contents) {
    return new SstMeta(
        0,
        id,
        sizeBytes,
        contents.from(),
        contents.to(),
        contents.entryCount(),
        contents.fragmentCount(),
        contents.sequenceMin(),
        contents.sequenceMax(),
        new TableSpace(referencedBytes, deletionCount, 0));
  }

  private void endBlock(Bytes separator) {
    partition.addBlock(separator, append(data.finish()));
    if (partition.isFull()) {
      endPartition();
    }
  }

  private void endPartition() {
    if (!partition.isEmpty()) {
      partitions.add(partition.finish());
    }
  }

  private BlockHandle append(Bytes content) {
    Bytes frame = frames.encode(content);
    parts.add(frame);
    long offset = sizeBytes;
    sizeBytes += frame.length();
    return new BlockHandle(offset, frame.length());
  }

  private Bytes joined() {
    byte[] whole = new byte[Math.toIntExact(sizeBytes)];
    int offset = 0;
    for (Bytes part : parts) {
      part.copyTo(whole, offset);
      offset += part.length();
    }
    return Bytes.wrap(whole);
  }
}
