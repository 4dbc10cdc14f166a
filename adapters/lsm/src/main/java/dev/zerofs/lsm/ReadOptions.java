package dev.zerofs.lsm;

import dev.zerofs.lsm.cache.DiskCache;
import dev.zerofs.lsm.fetch.FrameReader;
import dev.zerofs.ports.settings.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a store that is not of this machine is read.
 *
 * @param cacheDirectory the directory of the disk cache, or null for none
 * @param cacheBytes what it may grow to
 * @param indexBytes what its index may take in memory
 * @param queueBytes what may wait in memory to be written to it
 * @param parallelism how many requests may be under way at once
 * @param bytes how many bytes they may be for and may have been fetched ahead of readers
 */
record ReadOptions(
    @Nullable Path cacheDirectory,
    long cacheBytes,
    long indexBytes,
    long queueBytes,
    int parallelism,
    long bytes) {

  /** Without a disk cache, otherwise as usual. */
  static final ReadOptions DISKLESS =
      new ReadOptions(null, 0, 16L << 20, 32L << 20, 16, 128L << 20);

  /** Reads them. */
  static ReadOptions of(Settings settings) {
    return new ReadOptions(
        settings.find(LsmSettings.CACHE_DIRECTORY).orElse(null),
        settings.value(LsmSettings.CACHE_SIZE_BYTES),
        settings.value(LsmSettings.CACHE_INDEX_BYTES),
        settings.value(LsmSettings.CACHE_QUEUE_BYTES),
        Math.toIntExact(settings.value(LsmSettings.READ_PARALLELISM)),
        settings.value(LsmSettings.READ_BYTES));
  }

  /** What requests that somebody waits for may be for. */
  long urgentBytes() {
    return bytes - aheadBytes();
  }

  /** What may be on its way or in memory that nobody has asked for yet. */
  long aheadBytes() {
    return bytes / 4 * 3;
  }

  /** The same with a disk cache. */
  ReadOptions withCache(Path directory, long sizeBytes) {
    return new ReadOptions(directory, sizeBytes, indexBytes, queueBytes, parallelism, bytes);
  }

  /** The options of the disk cache, or null if there is to be none. */
  DiskCache.@Nullable Options diskCache() {
    return cacheDirectory == null
        ? null
        : new DiskCache.Options(
            cacheDirectory, cacheBytes, FrameReader.PART_BYTES, indexBytes, queueBytes);
  }
}
