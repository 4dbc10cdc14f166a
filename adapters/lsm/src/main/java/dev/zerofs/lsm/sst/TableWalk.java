package dev.zerofs.lsm.sst;

import dev.zerofs.lsm.block.BlockCursor;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.RangeTombstones;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.filter.Filter;
import dev.zerofs.lsm.filter.KeyHash;
import dev.zerofs.lsm.format.ByteReader;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One walk through a whole table. What cannot be read is reported, and the walk goes on after. */
final class TableWalk {

  private final TableAnatomy table;
  private final TableContents contents;
  private final int volumeIndex;
  private final TableVisitor visitor;
  private final Object name;

  private final Tiling dataBlocks = new Tiling("data block");
  private final Tiling indexBlocks = new Tiling("index block");
  private final Tiling filterBlocks = new Tiling("filter block");
  private final List<Tiling> parts =
      new ArrayList<>(List.of(dataBlocks, indexBlocks, filterBlocks));

  private final SegmentUses uses = new SegmentUses();
  private @Nullable InternalEntry previous;
  private long entryCount;
  private long sequenceMin = Long.MAX_VALUE;
  private long sequenceMax;

  /** Whether everything could be read, so that sums can be compared. */
  private boolean whole = true;

  /** Every key is greater than this, if there is one: the last separator. */
  private @Nullable Bytes after;

  TableWalk(TableAnatomy table, int volumeIndex, TableVisitor visitor) {
    this.table = table;
    this.volumeIndex = volumeIndex;
    this.visitor = visitor;
    contents = table.contents();
    name = table.name();
  }

  /** Parts of one kind, each of which begins where the one before ends. */
  private final class Tiling {
    private final String what;
    private long from = -1;
    private long next = -1;

    Tiling(String what) {
      this.what = what;
    }

    void add(BlockHandle part) {
      visitor.part(what, part.offset(), part.storedLength());
      if (from < 0) {
        from = part.offset();
      } else if (part.offset() != next) {
        damage("a " + what + " at " + part.offset() + ", expected at " + next);
      }
      next = part.offset() + part.storedLength();
    }
  }

  void run() {
    walkPartitions();
    RangeTombstones tombstones = readTombstones();
    List<SegmentUse> stated = readUses();
    checkTiling();
    if (!whole) {
      return;
    }
    if (tombstones != null) {
      checkSums(tombstones);
    }
    if (stated != null && !stated.equals(uses.sorted())) {
      damage("what it says of its references is not the sum of its entries");
    }
  }

  private void walkPartitions() {
    try {
      BlockCursor partition = table.block(contents.partitions()).cursor();
      while (partition.next()) {
        ByteReader in = new ByteReader(partition.payload(), name);
        BlockHandle index = BlockHandle.decode(in);
        BlockHandle filter = BlockHandle.decode(in);
        in.end();
        indexBlocks.add(index);
        filterBlocks.add(filter);
        Bytes last = partition.key();
        walkPartition(index, readFilter(filter, last), last);
        after = last;
      }
    } catch (KeyValueException.Corrupt e) {
      unreadable(e, contents.to());
    }
  }

  /** A filter that cannot be read hides its keys: they cannot be found any more. */
  private @Nullable Filter readFilter(BlockHandle handle, Bytes last) {
    try {
      return new Filter(table.frame(handle), name + " at " + handle.offset());
    } catch (KeyValueException.Corrupt e) {
      visitor.damage(messageOf(e), lowest(), Separators.after(last));
      return null;
    }
  }

  private void walkPartition(BlockHandle index, @Nullable Filter filter, Bytes lastOfPartition) {
    try {
      BlockCursor blocks = table.block(index).cursor();
      while (blocks.next()) {
        ByteReader in = new ByteReader(blocks.payload(), name);
        BlockHandle block = BlockHandle.decode(in);
        in.end();
        dataBlocks.add(block);
        Bytes separator = blocks.key();
        walkBlock(block, filter, separator);
        after = separator;
      }
      if (!lastOfPartition.equals(after)) {
        damage("the index at " + index.offset() + " does not end with its partition");
      }
    } catch (KeyValueException.Corrupt e) {
      unreadable(e, Separators.after(lastOfPartition));
    }
  }

  private void walkBlock(BlockHandle block, @Nullable Filter filter, Bytes separator) {
    try {
      BlockCursor cursor = table.block(block).cursor();
      while (cursor.next()) {
        ByteReader in = new ByteReader(cursor.payload(), name + " at " + block.offset());
        long sequence = EntryCodec.sequence(in);
        Value value = EntryCodec.value(in, volumeIndex);
        meet(new InternalEntry(cursor.key(), sequence, value), filter, separator);
      }
    } catch (KeyValueException.Corrupt e) {
      unreadable(e, Separators.after(separator));
    }
  }

  private void meet(InternalEntry entry, @Nullable Filter filter, Bytes separator) {
    InternalEntry before = previous;
    if (before != null && InternalEntry.ORDER.compare(before, entry) >= 0) {
      damageAt(entry, "is out of order");
    }
    Bytes lowest = after;
    if (entry.key().compareTo(separator) > 0
        || (lowest != null && entry.key().compareTo(lowest) <= 0)) {
      damageAt(entry, "is in a block whose index does not lead to it");
    }
    boolean newKey = before == null || !before.key().equals(entry.key());
    if (newKey && filter != null && !filter.mayContain(KeyHash.of(entry.key()))) {
      damageAt(entry, "is not in the filter");
    }
    if (entry.value() instanceof Value.Reference reference) {
      uses.add(reference.frame());
    }
    sequenceMin = Math.min(sequenceMin, entry.sequence());
    sequenceMax = Math.max(sequenceMax, entry.sequence());
    entryCount++;
    previous = entry;
    visitor.entry(entry);
  }

  private @Nullable RangeTombstones readTombstones() {
    try {
      return table.rangeTombstones();
    } catch (KeyValueException.Corrupt e) {
      damage(messageOf(e));
      return null;
    }
  }

  private @Nullable List<SegmentUse> readUses() {
    try {
      return table.segmentUses(volumeIndex);
    } catch (KeyValueException.Corrupt e) {
      visitor.damage(messageOf(e), contents.from(), contents.from());
      return null;
    }
  }

  private void checkSums(RangeTombstones tombstones) {
    for (RangeTombstones.Fragment fragment : tombstones.fragments()) {
      sequenceMax = Math.max(sequenceMax, fragment.sequences().getFirst());
      sequenceMin = Math.min(sequenceMin, fragment.sequences().getLast());
    }
    expect("entries", contents.entryCount(), entryCount);
    expect("range tombstones", contents.fragmentCount(), tombstones.fragments().size());
    expect("oldest sequence", contents.sequenceMin(), sequenceMin);
    expect("newest sequence", contents.sequenceMax(), sequenceMax);
    InternalEntry last = previous;
    boolean inside =
        tombstones.clip(contents.from(), contents.to()).equals(tombstones)
            && (last == null || last.key().compareTo(contents.to()) < 0);
    if (!inside) {
      damage("its keys go beyond " + contents.from() + " to " + contents.to());
    }
  }

  /** The parts follow each other without a gap, so that every byte is under some checksum. */
  private void checkTiling() {
    add("range tombstones", contents.rangeTombstones());
    add("segments", contents.segments());
    add("partitions", contents.partitions());
    add("toc", table.footer().toc());
    if (!whole) {
      return;
    }
    long next = 0;
    for (Tiling part : parts) {
      if (part.from >= 0 && part.from != next) {
        damage(part.what + " at " + part.from + ", expected at " + next);
      }
      next = part.from >= 0 ? part.next : next;
    }
    expect("bytes", table.sizeBytes(), next + Footer.LENGTH_BYTES);
  }

  private void add(String what, BlockHandle part) {
    Tiling single = new Tiling(what);
    single.add(part);
    parts.add(single);
  }

  private void expect(String what, long stated, long found) {
    if (stated != found) {
      damage(what + ": " + found + " found, " + stated + " stated");
    }
  }

  private Bytes lowest() {
    Bytes separator = after;
    return separator == null ? contents.from() : separator;
  }

  private void unreadable(KeyValueException.Corrupt e, Bytes to) {
    whole = false;
    visitor.damage(messageOf(e), lowest(), to);
  }

  private void damage(String problem) {
    visitor.damage(name + ": " + problem, contents.from(), contents.to());
  }

  private void damageAt(InternalEntry entry, String problem) {
    visitor.damage(
        name + ": entry " + entry.key() + "@" + entry.sequence() + " " + problem,
        entry.key(),
        Separators.after(entry.key()));
  }

  private static String messageOf(Exception e) {
    return String.valueOf(e.getMessage());
  }
}
