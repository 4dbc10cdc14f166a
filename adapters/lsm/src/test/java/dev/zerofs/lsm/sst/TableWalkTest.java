package dev.zerofs.lsm.sst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.block.BlockBuilder;
import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.RangeTombstones;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.fetch.ObjectBytes;
import dev.zerofs.lsm.filter.FilterBuilder;
import dev.zerofs.lsm.filter.KeyHash;
import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.lsm.format.ObjectHeader;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Tables whose checksums are right and whose content is wrong: a walk says what is. */
final class TableWalkTest {

  private static final FrameCodec CODEC = SstSamples.codec(false);

  /** A table put together by hand, as wrong as a test wants it. */
  private static final class Assembly {
    private final ByteWriter out = new ByteWriter(1 << 12);
    private final SegmentUses uses = new SegmentUses();
    private final TreeSet<Bytes> keys = new TreeSet<>();
    private final BlockBuilder index = new BlockBuilder(1 << 10);
    private boolean withFilter = true;
    private boolean withUses = true;
    private int gapBytes;
    private long moreEntries;
    private long sequenceMax = 9;
    private long entryCount;

    Assembly block(String separator, InternalEntry... entries) {
      BlockBuilder block = new BlockBuilder(1 << 10);
      for (InternalEntry entry : entries) {
        ByteWriter payload = new ByteWriter(64);
        EntryCodec.encode(entry, payload);
        block.add(entry.key(), payload.takeBytes());
        keys.add(entry.key());
        entryCount++;
        if (withUses && entry.value() instanceof Value.Reference reference) {
          uses.add(reference.frame());
        }
      }
      index.add(Bytes.utf8(separator), handle(append(block.finish())));
      return this;
    }

    private BlockHandle append(Bytes content) {
      Bytes frame = CODEC.encode(content);
      BlockHandle handle = new BlockHandle(out.length(), frame.length());
      out.bytes(frame);
      return handle;
    }

    private static Bytes handle(BlockHandle... handles) {
      ByteWriter out = new ByteWriter(16);
      for (BlockHandle handle : handles) {
        handle.encode(out);
      }
      return out.takeBytes();
    }

    List<String> walk() {
      Bytes last = index.lastKey();
      out.bytes(Bytes.wrap(new byte[gapBytes]));
      BlockHandle blocks = append(index.finish());
      FilterBuilder filter = new FilterBuilder(12);
      if (withFilter) {
        keys.forEach(key -> filter.add(KeyHash.of(key)));
      }
      BlockBuilder partitions = new BlockBuilder(1 << 10);
      partitions.add(last, handle(blocks, append(filter.finish())));
      BlockHandle tombstones = append(RangeTombstoneCodec.encode(RangeTombstones.NONE));
      BlockHandle segments = append(uses.encode());
      BlockHandle toc =
          append(
              new TableContents(
                      append(partitions.finish()),
                      tombstones,
                      segments,
                      keys.first(),
                      Separators.after(keys.last()),
                      entryCount + moreEntries,
                      0,
                      1,
                      sequenceMax)
                  .encode());
      out.bytes(new Footer(toc, new ObjectHeader(1, 2, 3)).encode());
      Bytes whole = out.takeBytes();
      Found found = new Found();
      TableAnatomy.open("t", whole.length(), new Whole(whole), CODEC).walk(0, found);
      return found.damage;
    }
  }

  private record Whole(Bytes bytes) implements ObjectBytes {
    @Override
    public Bytes read(long offset, int length) {
      return bytes.slice((int) offset, length);
    }

    @Override
    public Bytes readAnew(long offset, int length) {
      return read(offset, length);
    }
  }

  private static final class Found implements TableVisitor {
    private final List<String> damage = new ArrayList<>();

    @Override
    public void part(String what, long offset, int storedLength) {}

    @Override
    public void entry(InternalEntry entry) {}

    @Override
    public void damage(String problem, Bytes from, Bytes to) {
      damage.add(problem);
    }
  }

  private static InternalEntry entry(String key, long sequence) {
    return new InternalEntry(Bytes.utf8(key), sequence, new Value.Inline(Bytes.utf8("v")));
  }

  private static InternalEntry reference(String key, long sequence) {
    FrameRef frame = new FrameRef(0, new SegmentId(1, 0), 100, 50);
    return new InternalEntry(Bytes.utf8(key), sequence, new Value.Reference(frame, 2000));
  }

  private static Assembly sound() {
    return new Assembly()
        .block("b", entry("a", 1), entry("b", 9), entry("b", 3))
        .block("d", reference("c", 4), entry("d", 5));
  }

  @Test
  void aSoundTableHasNothingWrong() {
    assertEquals(List.of(), sound().walk());
  }

  @Test
  void versionsOutOfOrder() {
    tells(
        new Assembly().block("b", entry("a", 1), entry("b", 3), entry("b", 9)),
        "t: entry 62@9 is out of order");
  }

  @Test
  void aKeyThatTheIndexDoesNotLeadTo() {
    tells(
        new Assembly().block("b", entry("a", 1), entry("c", 9)),
        "t: entry 63@9 is in a block whose index does not lead to it");
    tells(
        new Assembly().block("b", entry("a", 9)).block("c", entry("b", 1)),
        "t: entry 62@1 is in a block whose index does not lead to it");
  }

  @Test
  void aKeyThatTheFilterDoesNotKnow() {
    Assembly table = sound();
    table.withFilter = false;
    tells(table, "t: entry 61@1 is not in the filter");
  }

  @Test
  void referencesThatAreNotSummedUp() {
    Assembly table = new Assembly();
    table.withUses = false;
    tells(
        table.block("c", entry("b", 1), reference("c", 9)),
        "t: what it says of its references is not the sum of its entries");
  }

  @Test
  void countsThatDoNotFit() {
    Assembly table = sound();
    table.moreEntries = 1;
    tells(table, "t: entries: 5 found, 6 stated");
    Assembly other = sound();
    other.sequenceMax = 10;
    tells(other, "t: newest sequence: 9 found, 10 stated");
  }

  @Test
  void bytesThatNoChecksumCovers() {
    Assembly table = sound();
    table.gapBytes = 1;
    List<String> damage = table.walk();
    assertTrue(damage.getFirst().startsWith("t: index block at "), damage::toString);
  }

  private static void tells(Assembly table, String problem) {
    List<String> damage = table.walk();
    assertTrue(damage.contains(problem), damage::toString);
  }
}
