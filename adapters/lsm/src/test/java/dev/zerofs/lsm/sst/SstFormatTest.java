package dev.zerofs.lsm.sst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.RangeTombstones;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.SstId;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.lsm.golden.Golden;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The format of tables: golden files, what they say, and damage. */
final class SstFormatTest {

  private static final String NAME = ObjectNames.ROOT.sst(new SstId(3, 14)).value();

  @Test
  void versionOneIsReadAndWrittenAlike() {
    BuiltSst fresh = SstSamples.build(false);
    Bytes golden = Golden.file("sst-v1-stored.bin", fresh.body());

    assertEquals(golden, fresh.body());
    requireSample(SstSamples.reader(fresh.meta(), golden));
  }

  @Test
  void versionOneCompressedIsRead() {
    Bytes golden = Golden.file("sst-v1-zstd.bin", SstSamples.build(true).body());

    requireSample(SstSamples.reader(ofSize(SstSamples.build(false).meta(), golden), golden));
  }

  private static SstMeta ofSize(SstMeta meta, Bytes body) {
    return new SstMeta(
        meta.volumeIndex(),
        meta.id(),
        body.length(),
        meta.from(),
        meta.to(),
        meta.entryCount(),
        meta.rangeTombstoneCount(),
        meta.sequenceMin(),
        meta.sequenceMax(),
        meta.space());
  }

  private static void requireSample(SstReader table) {
    assertEquals(SstSamples.entries(), SstSamples.readAll(table));
    assertEquals(SstSamples.TOMBSTONES, table.rangeTombstones());
    List<SegmentUse> uses = table.segmentUses();
    assertEquals(6, uses.size());
    assertEquals(new SegmentUse(0, new SegmentId(1, 0), 9090, 10), uses.getFirst());
    for (InternalEntry entry : SstSamples.entries()) {
      assertEquals(entry, table.find(entry.key(), entry.sequence()));
    }
  }

  @Test
  void whatASmallTableRefersToInARangeIsSummedUp() {
    BuiltSst table = SstSamples.build(false);
    SstReader reader = SstSamples.reader(table.meta(), table.body());
    long all = table.meta().space().referencedBytes();
    assertEquals(all, within(reader, "a", "z"));
    long some = 0;
    for (int i = 10; i < 20; i++) {
      some += 900 + i;
    }
    assertEquals(some, within(reader, "chunk:10", "chunk:20"));
    assertEquals(some + 920, within(reader, "chunk:10", "chunk:200"));
    assertEquals(0, within(reader, "chunk:200", "chunk:201"));
    assertEquals(0, within(reader, "d", "e"));
  }

  @Test
  void whatALargeTableRefersToInARangeIsEstimatedByItsBlocks() {
    List<InternalEntry> entries = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      FrameRef frame = new FrameRef(0, new SegmentId(1, 0), 1000L * i, 1000);
      Bytes key = Bytes.utf8("chunk:%05d".formatted(i));
      entries.add(new InternalEntry(key, 100, new Value.Reference(frame, 65_536)));
    }
    BuiltSst table = SstSamples.build(entries, false);
    SstReader reader = SstSamples.reader(table.meta(), table.body());
    long all = table.meta().space().referencedBytes();
    double half = within(reader, "chunk:05000", "chunk:15000");
    assertEquals(0.5, half / all, 0.1);
    long one = within(reader, "chunk:05000", "chunk:05001");
    assertTrue(0 < one && one < all / 100, one + " of " + all);
  }

  private static long within(SstReader reader, String from, String to) {
    return reader.referencedBytesWithin(Bytes.utf8(from), Bytes.utf8(to));
  }

  @Test
  void theManifestIsToldTheRangeAndTheNumbers() {
    SstMeta meta = SstSamples.build(true).meta();

    assertEquals(new SstId(3, 14), meta.id());
    assertEquals(Bytes.utf8("chunk:00"), meta.from());
    assertEquals(Bytes.utf8("dentry:"), meta.to());
    assertEquals(SstSamples.entries().size(), meta.entryCount());
    assertEquals(3, meta.rangeTombstoneCount());
    assertEquals(50, meta.sequenceMin());
    assertEquals(110, meta.sequenceMax());
  }

  @Test
  void everyFlippedByteIsAnErrorThatNamesTheTable() {
    BuiltSst built = SstSamples.build(true);
    for (int i = 0; i < built.body().length(); i++) {
      byte[] damaged = built.body().toByteArray();
      damaged[i] ^= (byte) (1 << (i % 8));
      SstReader table = SstSamples.reader(built.meta(), Bytes.wrap(damaged));
      KeyValueException failure =
          assertThrows(KeyValueException.class, () -> requireSample(table), "byte " + i);
      assertTrue(String.valueOf(failure.getMessage()).contains(NAME), failure.toString());
    }
  }

  @Test
  void aMissingTableIsCorrupt() {
    BuiltSst built = SstSamples.build(true);
    SstReader table = SstSamples.reader(built.meta(), null);

    KeyValueException failure =
        assertThrows(KeyValueException.Corrupt.class, () -> SstSamples.readAll(table));
    assertTrue(String.valueOf(failure.getMessage()).contains(NAME));
  }

  @Test
  void anotherTableUnderTheNameIsCorrupt() {
    BuiltSst built = SstSamples.build(true);
    SstMeta meta = built.meta();
    SstMeta other =
        new SstMeta(
            0,
            new SstId(3, 15),
            meta.sizeBytes(),
            meta.from(),
            meta.to(),
            meta.entryCount(),
            meta.rangeTombstoneCount(),
            meta.sequenceMin(),
            meta.sequenceMax(),
            meta.space());
    SstReader table = SstSamples.reader(other, built.body());

    assertThrows(KeyValueException.Corrupt.class, () -> SstSamples.readAll(table));
  }

  @Test
  void tooNewAndTooOldAreToldApart() {
    assertTrue(failureOfVersion(2).contains("is too new: format version 2"));
    assertTrue(failureOfVersion(0).contains("is too old: format version 0"));
  }

  private static String failureOfVersion(int formatVersion) {
    BuiltSst built = SstSamples.build(false);
    int headerAt = built.body().length() - 38;
    ByteWriter header = new ByteWriter(38);
    Bytes rest = built.body().slice(headerAt + 10, 24);
    header.bytes(built.body().slice(headerAt, 8)).u16(formatVersion).bytes(rest).crc32cFrom(0);
    byte[] changed = built.body().toByteArray();
    header.view().copyTo(changed, headerAt);
    SstReader table = SstSamples.reader(built.meta(), Bytes.wrap(changed));
    KeyValueException failure =
        assertThrows(KeyValueException.Unusable.class, () -> SstSamples.readAll(table));
    return String.valueOf(failure.getMessage());
  }

  @Test
  void aRunIsSplitAtItsTargetSizeAndNeverWithinAKey() {
    List<BuiltSst> built = new ArrayList<>();
    long[] nextId = {0};
    SstWriter writer =
        new SstWriter(
            new SstOptions(128, 256, 12),
            SstSamples.codec(false),
            new Author(1, 1),
            () -> nextId[0]++,
            SstSamples.TOMBSTONES,
            built::add);
    SstSamples.entries().forEach(writer::add);
    writer.finish();

    assertTrue(built.size() > 3);
    for (int i = 1; i < built.size(); i++) {
      assertTrue(built.get(i - 1).meta().to().compareTo(built.get(i).meta().from()) <= 0);
    }
    List<InternalEntry> all = new ArrayList<>();
    for (BuiltSst table : built) {
      all.addAll(SstSamples.readAll(SstSamples.reader(table.meta(), table.body())));
    }
    assertEquals(SstSamples.entries(), all);
  }

  @Test
  void rangeTombstonesAloneMakeATable() {
    List<BuiltSst> built = new ArrayList<>();
    new SstWriter(
            SstOptions.DEFAULT,
            SstSamples.codec(true),
            new Author(1, 1),
            () -> 0,
            SstSamples.TOMBSTONES,
            built::add)
        .finish();
    SstReader table = SstSamples.reader(built.getFirst().meta(), built.getFirst().body());

    assertEquals(SstSamples.TOMBSTONES, table.rangeTombstones());
    assertEquals(List.of(), SstSamples.readAll(table));
    assertEquals(null, table.find(Bytes.utf8("chunk:08"), Long.MAX_VALUE));
  }

  @Test
  void nothingMakesNoTable() {
    List<BuiltSst> built = new ArrayList<>();
    new SstWriter(
            SstOptions.DEFAULT,
            SstSamples.codec(true),
            new Author(1, 1),
            () -> 0,
            RangeTombstones.NONE,
            built::add)
        .finish();

    assertEquals(List.of(), built);
  }

  @Test
  void entriesOutOfOrderAreRefused() {
    SstWriter writer =
        new SstWriter(
            SstOptions.DEFAULT,
            SstSamples.codec(true),
            new Author(1, 1),
            () -> 0,
            RangeTombstones.NONE,
            built -> {});
    writer.add(new InternalEntry(Bytes.utf8("a"), 5, Value.TOMBSTONE));

    assertThrows(
        IllegalArgumentException.class,
        () -> writer.add(new InternalEntry(Bytes.utf8("a"), 5, Value.TOMBSTONE)));
    assertThrows(
        IllegalArgumentException.class,
        () -> writer.add(new InternalEntry(Bytes.utf8("a"), 6, Value.TOMBSTONE)));
  }
}
