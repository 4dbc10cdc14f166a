package dev.zerofs.lsm;

import dev.zerofs.lsm.commit.LogLimits;
import dev.zerofs.lsm.compaction.CompactionPolicy;
import dev.zerofs.lsm.reclaim.ReclaimOptions;
import dev.zerofs.lsm.sst.SstOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Options in the making: a test names what it needs otherwise. */
final class SimOptions {

  private static final long SECOND_NANOS = 1_000_000_000L;

  private final Durability durability;
  private final @Nullable Path journal;
  private LogLimits log =
      new LogLimits(16 << 20, 1 << 20, SECOND_NANOS, 32 << 20, 600 * SECOND_NANOS, 64);
  private long unuploadedBytes = 96 << 20;
  private long cacheBytes = 8 << 20;
  private long journalBytes = 4 << 20;
  private int uploadParallelism = 8;
  private long openTimeoutNanos = 30 * SECOND_NANOS;
  private long closeTimeoutNanos = 8 * SECOND_NANOS;
  private SstOptions tables = SstOptions.DEFAULT;
  private CompactionPolicy compaction = CompactionPolicy.DEFAULT;
  private ReclaimOptions reclaim =
      new ReclaimOptions(0.5, 1.4, 16 << 20, 1 << 20, 600 * SECOND_NANOS);
  private ReadOptions reads = ReadOptions.DISKLESS;

  private SimOptions(Durability durability, @Nullable Path journal) {
    this.durability = durability;
    this.journal = journal;
  }

  /** As in production, but for a small journal. */
  static SimOptions usual(Durability durability, @Nullable Path journal) {
    return new SimOptions(durability, journal);
  }

  /** For a small volume in a bucket: little memory, and patience with a store that fails. */
  static SimOptions small() {
    return usual(Durability.BUCKET, null)
        .unuploadedBytes(1 << 20)
        .cacheBytes(1 << 20)
        .uploadParallelism(2)
        .timeoutNanos(60 * SECOND_NANOS);
  }

  SimOptions log(LogLimits limits) {
    log = limits;
    return this;
  }

  SimOptions unuploadedBytes(long bytes) {
    unuploadedBytes = bytes;
    return this;
  }

  SimOptions cacheBytes(long bytes) {
    cacheBytes = bytes;
    return this;
  }

  SimOptions journalBytes(long bytes) {
    journalBytes = bytes;
    return this;
  }

  SimOptions uploadParallelism(int count) {
    uploadParallelism = count;
    return this;
  }

  /** How long opening and closing wait for a store that fails. */
  SimOptions timeoutNanos(long nanos) {
    openTimeoutNanos = nanos;
    closeTimeoutNanos = nanos;
    return this;
  }

  SimOptions tables(SstOptions options) {
    tables = options;
    return this;
  }

  SimOptions compaction(CompactionPolicy policy) {
    compaction = policy;
    return this;
  }

  SimOptions reclaim(ReclaimOptions options) {
    reclaim = options;
    return this;
  }

  /** With a disk cache. */
  SimOptions cache(Path directory, long bytes) {
    reads = reads.withCache(directory, bytes);
    return this;
  }

  LsmOptions options() {
    return new LsmOptions(
        durability,
        log,
        unuploadedBytes,
        cacheBytes,
        journal,
        journalBytes,
        SECOND_NANOS,
        5 * SECOND_NANOS,
        5 * SECOND_NANOS,
        uploadParallelism,
        openTimeoutNanos,
        closeTimeoutNanos,
        true,
        tables,
        compaction,
        reclaim,
        reads);
  }
}
