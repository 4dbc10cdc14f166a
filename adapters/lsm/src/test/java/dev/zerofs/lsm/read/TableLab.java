package dev.zerofs.lsm.read;

import dev.zerofs.lsm.codec.Codecs;
import dev.zerofs.lsm.codec.ZstdCodec;
import dev.zerofs.lsm.compaction.CompactionJob;
import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.RangeTombstones;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.fetch.FrameReader;
import dev.zerofs.lsm.fetch.Parallel;
import dev.zerofs.lsm.fetch.ReadPatience;
import dev.zerofs.lsm.fetch.StoreReader;
import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.frame.FrameSource;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.Run;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.retention.Retention;
import dev.zerofs.lsm.sst.Author;
import dev.zerofs.lsm.sst.SstOptions;
import dev.zerofs.lsm.sst.SstWriter;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.codec.BlockCodec;
import dev.zerofs.ports.objectstore.FaultyObjectStore;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A store with tables and segments for tests of reading, and the readers over it. */
public final class TableLab {

  /** Turned by waits before retries; time stands still otherwise. */
  public final ManualClock clock = new ManualClock();

  /** Where everything is. */
  public final MemoryObjectStore store = new MemoryObjectStore(clock);

  /** What the readers see of {@link #store}. */
  public final FaultyObjectStore faulty;

  private final FrameCodec codec;
  private final FrameReader frames;
  private final Tables tables;
  private long nextSstId;
  private long nextSegmentId;

  /** A lab whose readers cache {@code cacheBytes} and fetch parts of {@code partBytes}. */
  public TableLab(long seed, long cacheBytes, int partBytes) {
    BlockCodec zstd = new ZstdCodec(1);
    codec = new FrameCodec(new Codecs(List.of(zstd), zstd));
    faulty = new FaultyObjectStore(store, seed);
    Random random = new Random(seed);
    StoreReader reader =
        new StoreReader(
            faulty, ObjectNames.ROOT, ReadPatience.DEFAULT, clock, clock::advance, random);
    frames = new FrameReader(reader, Parallel.SEQUENTIAL, codec, cacheBytes, partBytes);
    tables = new Tables(frames);
  }

  /** How frames are wrapped here. */
  public FrameCodec codec() {
    return codec;
  }

  /** The reader of frames. */
  public FrameReader frames() {
    return frames;
  }

  /** The readers of tables. */
  public Tables tables() {
    return tables;
  }

  /** A reader of values that are all in the store. */
  public ValueReader values() {
    return new ValueReader(FrameSource.NONE, frames);
  }

  /** Writes a run and uploads its tables; the run must not be empty. */
  public Run write(
      SstOptions options, Collection<InternalEntry> entries, RangeTombstones tombstones) {
    List<SstMeta> metas = new ArrayList<>();
    SstWriter writer = writer(options, tombstones, metas);
    entries.forEach(writer::add);
    writer.finish();
    return new Run(metas);
  }

  /** Merges {@code inputs}, so many keys at a time; empty if nothing is left of them. */
  Optional<Run> compact(
      SstOptions options, List<RunReader> inputs, Retention retention, int stepKeyCount) {
    List<SstMeta> metas = new ArrayList<>();
    CompactionJob job =
        new CompactionJob(inputs, retention, needed -> writer(options, needed, metas));
    boolean done = false;
    while (!done) {
      done = job.step(stepKeyCount);
    }
    return metas.isEmpty() ? Optional.empty() : Optional.of(new Run(metas));
  }

  private SstWriter writer(SstOptions options, RangeTombstones tombstones, List<SstMeta> metas) {
    return new SstWriter(
        options,
        codec,
        new Author(1, 77),
        () -> nextSstId++,
        tombstones,
        built -> {
          store.putIfAbsent(ObjectNames.ROOT.sst(built.meta().id()), built.body());
          metas.add(built.meta());
        });
  }

  /** Writes one segment with these values, and refers to each. */
  public List<Value.Reference> writeSegment(List<Bytes> contents) {
    SegmentId segment = new SegmentId(1, nextSegmentId++);
    List<Value.Reference> references = new ArrayList<>();
    ByteWriter body = new ByteWriter(1 << 10);
    body.u64(segment.id());
    for (Bytes content : contents) {
      Bytes frame = codec.encode(content);
      FrameRef ref = new FrameRef(0, segment, body.length(), frame.length());
      references.add(new Value.Reference(ref, content.length()));
      body.bytes(frame);
    }
    store.putIfAbsent(ObjectNames.ROOT.segment(segment), body.takeBytes());
    return references;
  }
}
