package dev.zerofs.benchmarks.row;

import dev.zerofs.benchmarks.lab.Contents;
import dev.zerofs.benchmarks.lab.Lab;
import dev.zerofs.benchmarks.lab.Manifests;
import dev.zerofs.benchmarks.lab.Report;
import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.RangeTombstones;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.SstId;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.manifest.EpochLog;
import dev.zerofs.lsm.manifest.Incarnation;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.ManifestCodec;
import dev.zerofs.lsm.manifest.Run;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.manifest.TableSpace;
import dev.zerofs.lsm.manifest.VolumeId;
import dev.zerofs.lsm.sst.Author;
import dev.zerofs.lsm.sst.SstOptions;
import dev.zerofs.lsm.sst.SstWriter;
import dev.zerofs.ports.bytes.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The manifest of 100 TiB of files of 1 MiB, whose tables are as compaction makes them: how many
 * entries one has is measured with the engine's own writer, and then as many tables are described
 * as all keys need, in eight runs each twice as large as the one before it.
 */
public final class HugeManifest implements Workload {

  private static final double MIB = 1 << 20;
  private static final long DATA_BYTES = 100L << 40;
  private static final long FILE_BYTES = 1L << 20;
  private static final long CHUNK_BYTES = 64L << 10;
  private static final long CHUNKS = DATA_BYTES / CHUNK_BYTES;
  private static final long FILES = DATA_BYTES / FILE_BYTES;
  private static final int RUNS = 8;
  private static final int EPOCHS = 1_000;
  private static final long SEGMENT_BYTES = 16L << 20;
  private static final byte KIND_INODE = 0x10;
  private static final byte KIND_CHUNK = 0x13;

  /** What a file costs beside its chunks: inode, entry, cookie; they have keys of three kinds. */
  private static final int KEYS_PER_FILE = 3;

  private final Random random = new Random(1);
  private long nextTable = 1_000_000;

  @Override
  public void run(Lab lab, Report report) {
    long chunksPerTable = entriesPerTable(KIND_CHUNK);
    long recordsPerTable = entriesPerTable(KIND_INODE);
    List<Run> runs = new ArrayList<>();
    double part = 0.5;
    for (int i = 0; i < RUNS; i++) {
      runs.addFirst(run(part, chunksPerTable, recordsPerTable));
      part = i == RUNS - 2 ? part : part / 2;
    }
    Manifest manifest = manifest(runs);
    Bytes encoded = new ManifestCodec(Manifests.frames()).encode(manifest);
    int tables = runs.stream().mapToInt(run -> run.tables().size()).sum();
    report.atMost(
        "manifest of 100 TiB in files of 1 MiB: MiB",
        encoded.length() / MIB,
        1,
        "%d bytes for %d tables in %d runs, %.1f bytes each; %d chunks and %d records a table"
            .formatted(
                encoded.length(),
                tables,
                RUNS,
                encoded.length() / (double) tables,
                chunksPerTable,
                recordsPerTable));
  }

  /** Fills tables until the first is full. */
  private long entriesPerTable(byte kind) {
    FrameCodec frames = Manifests.frames();
    List<Long> counts = new ArrayList<>();
    SstWriter writer =
        new SstWriter(
            SstOptions.DEFAULT,
            frames,
            new Author(7, random.nextLong()),
            () -> 1,
            RangeTombstones.NONE,
            built -> counts.add(built.meta().entryCount()));
    for (long i = 0; counts.isEmpty(); i++) {
      writer.add(kind == KIND_CHUNK ? chunk(i) : record(i));
    }
    return counts.getFirst();
  }

  /** Chunks that compress more or less well, from several files that were written at a time. */
  private InternalEntry chunk(long number) {
    long inode = 50_000_000 + number / (FILE_BYTES / CHUNK_BYTES);
    long index = number % (FILE_BYTES / CHUNK_BYTES);
    long segment = 3_000_000 + number / 400 + random.nextInt(4);
    int stored = random.nextInt(16 << 10, (int) CHUNK_BYTES);
    FrameRef frame =
        new FrameRef(
            0, new SegmentId(7, segment), random.nextInt((int) SEGMENT_BYTES - stored), stored);
    return new InternalEntry(
        key(KIND_CHUNK, inode, index),
        4_000_000_000L + random.nextInt(100_000_000),
        new Value.Reference(frame, (int) CHUNK_BYTES));
  }

  /** An inode's size, half of it times and ids that do not compress. */
  private InternalEntry record(long number) {
    ByteBuffer value = ByteBuffer.allocate(80);
    for (int i = 0; i < 5; i++) {
      value.putLong(Contents.mix(number * 5 + i));
    }
    return new InternalEntry(
        key(KIND_INODE, 50_000_000 + number, 0),
        4_000_000_000L + number,
        new Value.Inline(Bytes.wrap(value.array())));
  }

  /** A run over the whole range of keys with this part of them. */
  private Run run(double part, long chunksPerTable, long recordsPerTable) {
    List<SstMeta> tables = new ArrayList<>();
    int recordTables = (int) Math.ceil(part * FILES * KEYS_PER_FILE / recordsPerTable);
    int chunkTables = (int) Math.ceil(part * CHUNKS / chunksPerTable);
    addTables(tables, KIND_INODE, recordTables, recordsPerTable);
    addTables(tables, KIND_CHUNK, chunkTables, chunksPerTable);
    return new Run(tables);
  }

  private void addTables(List<SstMeta> tables, byte kind, int count, long entries) {
    Bytes from = key(kind, 0, 0);
    for (int i = 0; i < count; i++) {
      // The second number does not compress, as names do not.
      Bytes to = key(kind, FILES * (i + 1) / count, random.nextLong());
      tables.add(table(from, to, entries, random.nextLong(1L << 32)));
      from = to;
    }
  }

  private SstMeta table(Bytes from, Bytes to, long entries, long sequence) {
    return new SstMeta(
        0,
        new SstId(random.nextInt(EPOCHS), nextTable++),
        SEGMENT_BYTES + random.nextInt(16 << 10),
        from,
        to,
        entries + random.nextInt(1000),
        random.nextInt(8) == 0 ? random.nextInt(20) : 0,
        sequence,
        sequence + random.nextInt(1 << 30),
        space(entries));
  }

  private TableSpace space(long entries) {
    return new TableSpace(
        entries * random.nextInt(16 << 10, 64 << 10),
        random.nextInt(1000),
        random.nextLong(1L << 32));
  }

  /** As many writers as there were epochs, each of which has something left. */
  private List<Incarnation> incarnations() {
    return IntStream.range(0, EPOCHS)
        .mapToObj(epoch -> new Incarnation(0, epoch, random.nextLong()))
        .toList();
  }

  private Manifest manifest(List<Run> runs) {
    List<EpochLog> logs =
        List.of(new EpochLog(EPOCHS, random.nextLong(), 123_456_789, OptionalLong.empty(), null));
    return new Manifest(
        9_000_000,
        EPOCHS,
        random.nextLong(),
        new VolumeId(random.nextLong(), random.nextLong()),
        nextTable,
        1L << 33,
        List.of(""),
        runs,
        logs,
        List.of(),
        incarnations());
  }

  private static Bytes key(byte kind, long first, long second) {
    ByteBuffer key = ByteBuffer.allocate(1 + 2 * Long.BYTES);
    return Bytes.wrap(key.put(kind).putLong(first).putLong(second).array());
  }
}
