package dev.zerofs.lsm;

import dev.zerofs.lsm.commit.LogLimits;
import dev.zerofs.lsm.compaction.CompactionPolicy;
import dev.zerofs.lsm.reclaim.ReclaimOptions;
import dev.zerofs.lsm.sst.SstOptions;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one store, read and checked.
 *
 * @param durability what a sync waits for
 * @param log when to seal and rotate
 * @param unuploadedBytes how many bytes may wait in memory for the store
 * @param cacheBytes the block cache in memory
 * @param journalDirectory where journals are, or null
 * @param journalBytes what the journal may grow to
 * @param journalWaitNanos how long opening waits for a journal that another process holds
 * @param ownerConfirmNanos how long a sign of ownership lasts
 * @param outageAfterNanos how long changes wait for a store that fails
 * @param uploadParallelism how many segments are uploaded at once
 * @param openTimeoutNanos how long opening waits for a store that fails
 * @param closeTimeoutNanos how long closing does
 * @param compression whether what is stored is compressed
 * @param tables how sorted tables are cut
 * @param compaction which runs are merged
 * @param reclaim when space is given back
 * @param reads how a store that is not of this machine is read
 */
record LsmOptions(
    Durability durability,
    LogLimits log,
    long unuploadedBytes,
    long cacheBytes,
    @Nullable Path journalDirectory,
    long journalBytes,
    long journalWaitNanos,
    long ownerConfirmNanos,
    long outageAfterNanos,
    int uploadParallelism,
    long openTimeoutNanos,
    long closeTimeoutNanos,
    boolean compression,
    SstOptions tables,
    CompactionPolicy compaction,
    ReclaimOptions reclaim,
    ReadOptions reads) {

  /**
   * How many tables and packs background work holds at once: a flush, two merges and a move, each
   * with one in pieces and one put together.
   */
  private static final int BACKGROUND_PIECES = 8;

  /** How many bytes may be stored for each that is of use. */
  private static final double STORED_PER_LIVE_MAX = 1.4;

  /** Smaller segments are put together when there are many. */
  private static final long SMALL_SEGMENT_BYTES = 1L << 20;

  /** Smaller segments, for the sake of more uploads at once, would cost more than they gain. */
  private static final long STREAM_SEGMENT_BYTES_MIN = 4L << 20;

  /** Where somebody waits, segments are cut into objects of about this. */
  private static final long PART_BYTES = 1L << 20;

  /**
   * Reads them.
   *
   * @throws SettingException if one is wrong, or the journal has no place
   */
  static LsmOptions of(Settings settings) {
    Durability durability = settings.value(LsmSettings.DURABILITY);
    Optional<Path> journal = settings.find(LsmSettings.JOURNAL_DIRECTORY);
    if (durability == Durability.JOURNAL && journal.isEmpty()) {
      var _ = settings.value(LsmSettings.JOURNAL_DIRECTORY);
    }
    long segmentBytes = settings.value(LsmSettings.SEGMENT_BYTES);
    long unuploadedBytes = settings.value(LsmSettings.UNUPLOADED_BYTES);
    int uploadParallelism = Math.toIntExact(settings.value(LsmSettings.UPLOAD_PARALLELISM));
    long pieceBytes = settings.value(LsmSettings.BACKGROUND_BYTES) / BACKGROUND_PIECES;
    return new LsmOptions(
        durability,
        new LogLimits(
            streamSegmentBytes(segmentBytes, unuploadedBytes, uploadParallelism),
            Math.min(segmentBytes, PART_BYTES),
            settings.value(LsmSettings.FLUSH_INTERVAL_NANOS),
            settings.value(LsmSettings.MEMTABLE_BYTES),
            settings.value(LsmSettings.MEMTABLE_AGE_NANOS),
            Math.toIntExact(settings.value(LsmSettings.REPLAY_SEGMENTS))),
        unuploadedBytes,
        settings.value(LsmSettings.CACHE_BYTES),
        journal.orElse(null),
        settings.value(LsmSettings.JOURNAL_BYTES),
        settings.value(LsmSettings.JOURNAL_WAIT_NANOS),
        settings.value(LsmSettings.OWNER_CONFIRM_NANOS),
        settings.value(LsmSettings.OUTAGE_AFTER_NANOS),
        uploadParallelism,
        settings.value(LsmSettings.OPEN_TIMEOUT_NANOS),
        settings.value(LsmSettings.CLOSE_TIMEOUT_NANOS),
        settings.value(LsmSettings.COMPRESSION),
        new SstOptions(
            SstOptions.DEFAULT.blockSizeBytes(),
            (int) Math.min(SstOptions.DEFAULT.targetSizeBytes(), pieceBytes),
            SstOptions.DEFAULT.filterBitsPerKey()),
        CompactionPolicy.DEFAULT,
        new ReclaimOptions(
            settings.value(LsmSettings.LIVE_SHARE_PERCENT) / 100.0,
            STORED_PER_LIVE_MAX,
            segmentBytes,
            SMALL_SEGMENT_BYTES,
            settings.value(LsmSettings.GRACE_NANOS),
            Math.min(ReclaimOptions.PACK_BYTES_MAX, pieceBytes)),
        ReadOptions.of(settings));
  }

  /**
   * How large a segment may become so that what may wait in memory is enough for every upload to
   * have one, for one that waits its turn and one that fills: were segments as large as may be,
   * some uploads would have nothing to do.
   */
  private static long streamSegmentBytes(long most, long unuploadedBytes, int uploads) {
    long share = unuploadedBytes / (uploads + 2);
    return Math.min(most, Math.max(share, STREAM_SEGMENT_BYTES_MIN));
  }
}
