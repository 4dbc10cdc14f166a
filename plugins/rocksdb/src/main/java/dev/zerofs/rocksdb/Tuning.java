package dev.zerofs.rocksdb;

import dev.zerofs.ports.settings.Settings;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.Env;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileManager;
import org.rocksdb.WALRecoveryMode;

/** The options of a database with the native objects that they refer to, closed together. */
final class Tuning implements AutoCloseable {

  private static final int FILTER_BITS_PER_KEY = 12;
  private static final int BLOCK_BYTES = 16 << 10;

  /** Written back to the disk while the log grows, so that a sync finds little to do. */
  private static final long LOG_WRITEBACK_BYTES = 1 << 20;

  static {
    RocksDB.loadLibrary();
  }

  private final LRUCache cache;
  private final BloomFilter filter = new BloomFilter(FILTER_BITS_PER_KEY);
  private final SstFileManager files;
  private final Options options;

  /** What a database may cache that is only looked at: there may be many at once. */
  private static final long LOOKING_CACHE_BYTES = 8 << 20;

  /** The options that {@code settings} ask for, for a database that is written. */
  static Tuning forWriting(Settings settings) throws RocksDBException {
    return new Tuning(settings, settings.value(RocksSettings.CACHE_BYTES));
  }

  /** The options for a database that is opened for reading alone. */
  static Tuning forReading(Settings settings) throws RocksDBException {
    Tuning tuning =
        new Tuning(
            settings, Math.min(LOOKING_CACHE_BYTES, settings.value(RocksSettings.CACHE_BYTES)));
    // Nothing is merged here. But a database of a single sorted run would be opened for reading by
    // a reader of its own, which does not know of deleted ranges; it leaves alone what may merge.
    tuning.options.setMergeOperatorName("stringappend");
    return tuning;
  }

  private Tuning(Settings settings, long cacheBytes) throws RocksDBException {
    cache = new LRUCache(cacheBytes);
    // It is what lets RocksDB go on by itself after a disk was full.
    files = new SstFileManager(Env.getDefault());
    options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(settings.value(RocksSettings.WRITE_BUFFER_BYTES))
            .setMaxBackgroundJobs(Math.toIntExact(settings.value(RocksSettings.JOBS)))
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION)
            .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
            .setWalBytesPerSync(LOG_WRITEBACK_BYTES)
            // Readers and checkpoints keep reading files that have been deleted meanwhile.
            .setMaxOpenFiles(-1)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setKeepLogFileNum(2)
            .setSstFileManager(files)
            .setTableFormatConfig(
                new BlockBasedTableConfig()
                    .setBlockCache(cache)
                    .setBlockSize(BLOCK_BYTES)
                    .setFilterPolicy(filter));
  }

  Options options() {
    return options;
  }

  @Override
  public void close() {
    options.close();
    files.close();
    filter.close();
    cache.close();
  }
}
