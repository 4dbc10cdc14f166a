package dev.zerofs.benchmarks.rocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/**
 * RocksDB with its defaults, but for what the other engine's settings say too: the sizes of block
 * cache, write buffers, blocks and filters, and the codec. It writes its log and does not
 * synchronise it.
 */
final class RocksEngine implements Engine {

  private static final int WRITE_BUFFERS = 4;
  private static final int BLOCK_BYTES = 16 << 10;
  private static final int FILTER_BITS_PER_KEY = 12;

  static {
    RocksDB.loadLibrary();
  }

  private final Path directory;
  private final Cache cache;
  private final BloomFilter filter = new BloomFilter(FILTER_BITS_PER_KEY);
  private final CompressionOptions compression = new CompressionOptions().setLevel(1);
  private final Options options;
  private final WriteOptions writing = new WriteOptions();
  private RocksDB database;

  RocksEngine(Path directory, long cacheBytes, long writeBufferBytes) {
    this.directory = directory;
    cache = new LRUCache(cacheBytes);
    BlockBasedTableConfig tables =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setBlockSize(BLOCK_BYTES)
            .setFilterPolicy(filter);
    options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(writeBufferBytes)
            .setMaxWriteBufferNumber(WRITE_BUFFERS)
            .setMaxBackgroundJobs(Runtime.getRuntime().availableProcessors())
            .setCompressionType(CompressionType.ZSTD_COMPRESSION)
            .setCompressionOptions(compression)
            .setTableFormatConfig(tables);
    database = open();
  }

  private RocksDB open() {
    try {
      Files.createDirectories(directory);
      return RocksDB.open(options, directory.toString());
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void put(byte[] key, byte[] value) {
    try {
      database.put(writing, key, value);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int get(byte[] key) {
    try {
      byte[] value = database.get(key);
      return value == null ? -1 : value.length;
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int scan(byte[] from, int countMax) {
    int count = 0;
    try (RocksIterator iterator = database.newIterator()) {
      iterator.seek(from);
      while (count < countMax && iterator.isValid()) {
        // Both are copied to the heap, as whoever scans needs them.
        count += iterator.key().length > 0 && iterator.value().length > 0 ? 1 : 0;
        iterator.next();
      }
    }
    return count;
  }

  @Override
  public void reopen() {
    try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
      database.flush(waiting);
      database.pauseBackgroundWork();
      database.continueBackgroundWork();
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
    database.close();
    database = open();
  }

  @Override
  public void close() {
    database.close();
    options.close();
    writing.close();
    compression.close();
    filter.close();
    cache.close();
    try {
      RocksDB.destroyDB(directory.toString(), new Options());
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }
}
