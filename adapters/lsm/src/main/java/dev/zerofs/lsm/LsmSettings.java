package dev.zerofs.lsm;

import dev.zerofs.lsm.layout.VolumePrefix;
import dev.zerofs.ports.settings.Setting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** What a person can configure. */
final class LsmSettings {

  static final Setting<Durability> DURABILITY =
      Setting.choice(
          "durability",
          Durability.class,
          Durability.JOURNAL,
          "What a reply that claims stability waits for.");

  static final Setting<Long> FLUSH_INTERVAL_NANOS =
      Setting.durationNanos(
          "flush.interval", "1s", "How old a change may become before it is sent to the store.");

  static final Setting<Long> SEGMENT_BYTES =
      Setting.sizeBytes(
          "segment.size",
          "16MiB",
          4 << 10,
          256 << 20,
          "How large a log segment may become; less, down to 4 MiB, where unuploaded.max would not"
              + " be enough for upload.parallelism of them.");

  static final Setting<Long> MEMTABLE_BYTES =
      Setting.sizeBytes(
          "memtable.size",
          "32MiB",
          4 << 10,
          1L << 30,
          "How much memory a table of new keys may take; there may be four.");

  static final Setting<Long> BACKGROUND_BYTES =
      Setting.sizeBytes(
          "background.memory",
          "96MiB",
          1 << 20,
          1L << 40,
          "How much memory flushing, merging and moving may take.");

  static final Setting<Long> MEMTABLE_AGE_NANOS =
      Setting.durationNanos(
          "memtable.age",
          "10m",
          "How old a deletion may become before work begins to give its space back.");

  static final Setting<Long> LIVE_SHARE_PERCENT =
      Setting.number(
          "reclaim.live-share",
          50L,
          0,
          // No object is wholly of use: with more, what was just rewritten would be so for ever.
          90,
          "Log segments of which a smaller percentage is still of use are rewritten.");

  static final Setting<Long> GRACE_NANOS =
      Setting.durationNanos(
          "reclaim.grace",
          "10m",
          "How long objects that are of no use any more are kept for readers in other processes.");

  static final Setting<Long> UNUPLOADED_BYTES =
      Setting.sizeBytes(
          "unuploaded.max",
          "96MiB",
          64 << 10,
          1L << 40,
          "How many bytes may wait in memory for the store.");

  static final Setting<Long> CACHE_BYTES =
      Setting.sizeBytes(
          "cache.memory", "64MiB", 1 << 20, 1L << 40, "The size of the block cache in memory.");

  /** The server's own, not listed here: its directory is made whichever engine uses it. */
  static final Setting<Path> CACHE_DIRECTORY =
      new Setting<>(
          "cache.dir", "a directory", LsmSettings::path, null, false, "The cache directory.");

  static final Setting<Long> CACHE_SIZE_BYTES =
      Setting.sizeBytes(
          "cache.size", "10GB", 1, Long.MAX_VALUE, "What the cache directory may grow to.");

  static final Setting<Long> CACHE_INDEX_BYTES =
      Setting.sizeBytes(
          "cache.index",
          "16MiB",
          1 << 10,
          1L << 36,
          "What the index of the disk cache may take in memory: about 60 bytes for each piece, of"
              + " which most are of 64 or 256 KiB.");

  static final Setting<Long> CACHE_QUEUE_BYTES =
      Setting.sizeBytes(
          "cache.queue",
          "32MiB",
          1 << 10,
          1L << 36,
          "How many bytes may wait in memory to be written to the disk cache; more are left out.");

  static final Setting<Long> READ_PARALLELISM =
      Setting.number(
          "read.parallelism",
          16L,
          1,
          1024,
          "How many reads of the store may be under way at once; reading ahead leaves an eighth of"
              + " them alone.");

  static final Setting<Long> READ_BYTES =
      Setting.sizeBytes(
          "read.bytes",
          "128MiB",
          1 << 20,
          1L << 36,
          "How many bytes may be on their way from the store at once or have been fetched ahead of"
              + " readers; a quarter is for what somebody waits for.");

  static final Setting<Path> JOURNAL_DIRECTORY =
      new Setting<>(
          "journal.dir",
          "a directory on a local disk",
          LsmSettings::path,
          null,
          false,
          "Where the journal is; the default is beside the cache.");

  static final Setting<Long> JOURNAL_BYTES =
      Setting.sizeBytes(
          "journal.size", "256MiB", 1 << 20, 1L << 40, "What the journal may grow to.");

  static final Setting<Long> JOURNAL_WAIT_NANOS =
      Setting.durationNanos(
          "journal.wait",
          "10s",
          "How long a start waits for a server on this machine that it replaces to let go of its"
              + " journal.");

  static final Setting<Long> OWNER_CONFIRM_NANOS =
      Setting.durationNanos(
          "owner.confirm",
          "5s",
          "How long this server may answer without a sign that the volume is still its own.");

  static final Setting<Long> OUTAGE_AFTER_NANOS =
      Setting.durationNanos(
          "outage.after",
          "5s",
          "How long changes wait for a store that fails before clients are told to come back.");

  static final Setting<Long> UPLOAD_PARALLELISM =
      Setting.number("upload.parallelism", 8L, 1, 64, "How many segments are uploaded at once.");

  static final Setting<Long> REPLAY_SEGMENTS =
      Setting.number(
          "replay.segments", 64L, 1, 100_000, "How many segments a restart may have to replay.");

  static final Setting<Long> OPEN_TIMEOUT_NANOS =
      Setting.durationNanos(
          "open.timeout", "30s", "How long a start waits for a store that fails.");

  static final Setting<Long> CLOSE_TIMEOUT_NANOS =
      Setting.durationNanos("close.timeout", "5s", "How long a stop waits for a store that fails.");

  static final Setting<Long> READER_LAG_NANOS =
      Setting.durationNanos(
          "reader.lag",
          "1s",
          "How far a reader in another process may be behind what the store has.");

  static final Setting<Boolean> COMPRESSION =
      Setting.flag("compression", true, "Whether what is stored is compressed.");

  static final List<Setting<?>> ALL =
      List.of(
          DURABILITY,
          FLUSH_INTERVAL_NANOS,
          SEGMENT_BYTES,
          MEMTABLE_BYTES,
          BACKGROUND_BYTES,
          MEMTABLE_AGE_NANOS,
          UNUPLOADED_BYTES,
          CACHE_BYTES,
          CACHE_SIZE_BYTES,
          CACHE_INDEX_BYTES,
          CACHE_QUEUE_BYTES,
          READ_PARALLELISM,
          READ_BYTES,
          JOURNAL_DIRECTORY,
          JOURNAL_BYTES,
          JOURNAL_WAIT_NANOS,
          OWNER_CONFIRM_NANOS,
          OUTAGE_AFTER_NANOS,
          UPLOAD_PARALLELISM,
          REPLAY_SEGMENTS,
          OPEN_TIMEOUT_NANOS,
          CLOSE_TIMEOUT_NANOS,
          READER_LAG_NANOS,
          VolumePrefix.SETTING,
          COMPRESSION,
          LIVE_SHARE_PERCENT,
          GRACE_NANOS);

  private LsmSettings() {}

  private static Path path(String text) {
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("not a path", e);
    }
  }
}
