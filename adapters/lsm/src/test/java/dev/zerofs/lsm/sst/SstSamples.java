package dev.zerofs.lsm.sst;

import dev.zerofs.lsm.codec.Codecs;
import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.RangeTombstone;
import dev.zerofs.lsm.entry.RangeTombstones;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.fetch.FrameReader;
import dev.zerofs.lsm.fetch.Parallel;
import dev.zerofs.lsm.fetch.ReadPatience;
import dev.zerofs.lsm.fetch.StoreReader;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.codec.BlockCodec;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A small table with everything in it that the format has. */
final class SstSamples {

  private static final BlockCodec ZSTD = new ZstdCodec(1);
  static final RangeTombstones TOMBSTONES =
      RangeTombstones.of(
          List.of(
              new RangeTombstone(Bytes.utf8("chunk:07"), Bytes.utf8("chunk:09"), 90),
              new RangeTombstone(Bytes.utf8("chunk:08"), Bytes.utf8("dentry:"), 95)));

  private SstSamples() {}

  static FrameCodec codec(boolean compressed) {
    return new FrameCodec(new Codecs(List.of(ZSTD), compressed ? ZSTD : null));
  }

  static List<InternalEntry> entries() {
    List<InternalEntry> entries = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Bytes key = Bytes.utf8("chunk:%02d".formatted(i));
      FrameRef frame = new FrameRef(i % 2, new SegmentId(1, i / 20), 38 + 1000L * i, 900 + i);
      if (i % 7 == 0) {
        entries.add(new InternalEntry(key, 110, Value.TOMBSTONE));
      }
      entries.add(new InternalEntry(key, 100, new Value.Reference(frame, 65_536)));
      entries.add(new InternalEntry(key, 50 + i % 3, new Value.Inline(Bytes.utf8("value " + i))));
    }
    return entries;
  }

  /** The one table of {@link #entries} and {@link #TOMBSTONES}, in small blocks. */
  static BuiltSst build(boolean compressed) {
    return build(entries(), compressed);
  }

  /** The one table of {@code entries} and {@link #TOMBSTONES}, in small blocks. */
  static BuiltSst build(List<InternalEntry> entries, boolean compressed) {
    List<BuiltSst> built = new ArrayList<>();
    SstWriter writer =
        new SstWriter(
            new SstOptions(512, 1 << 20, 12),
            codec(compressed),
            new Author(3, 0x0123456789abcdefL),
            () -> 14,
            TOMBSTONES,
            built::add);
    entries.forEach(writer::add);
    writer.finish();
    return built.getFirst();
  }

  /** A reader of {@code body}, where {@code meta} says it is; null: there is no such object. */
  static SstReader reader(SstMeta meta, @Nullable Bytes body) {
    ManualClock clock = new ManualClock();
    MemoryObjectStore store = new MemoryObjectStore(clock);
    if (body != null) {
      store.putIfAbsent(ObjectNames.ROOT.sst(meta.id()), body);
    }
    StoreReader reader =
        new StoreReader(
            store, ObjectNames.ROOT, ReadPatience.DEFAULT, clock, clock::advance, new Random(1));
    return new SstReader(
        meta, new FrameReader(reader, Parallel.SEQUENTIAL, codec(false), 1 << 20, 1 << 16));
  }

  /** Reads everything there is in a table. */
  static List<InternalEntry> readAll(SstReader table) {
    List<InternalEntry> all = new ArrayList<>();
    SstIterator iterator = table.iterator();
    for (InternalEntry next = iterator.next(); next != null; next = iterator.next()) {
      all.add(next);
    }
    return all;
  }
}
