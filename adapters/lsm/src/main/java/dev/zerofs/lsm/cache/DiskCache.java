package dev.zerofs.lsm.cache;

import dev.zerofs.lsm.background.Step;
import dev.zerofs.lsm.format.Checksums;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.time.Clock;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache of one directory.
 *
 * <p>Readers look in memory where an entry is and read it themselves, holding no lock. Everything
 * else is done by the {@link Step}: it opens the directory, reads the heads of what is there,
 * writes what is offered. Finding and offering are safe for use by any number of threads; one
 * thread at a time drives the step.
 */
public final class DiskCache implements Step, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DiskCache.class);

  /** More readers than this do not wait for the disk, which may hang: they ask the store. */
  private static final int READERS_MAX = 64;

  /**
   * How the cache is kept.
   *
   * @param directory its slabs are below it
   * @param sizeBytes what they may take together
   * @param partBytes the size of aligned parts
   * @param indexBytes what the index in memory may take
   * @param queueBytes what may wait in memory to be written
   */
  public record Options(
      Path directory, long sizeBytes, int partBytes, long indexBytes, long queueBytes) {

    Path slabDirectory() {
      return directory.resolve("slabs");
    }

    int entriesMax() {
      return Math.clamp(indexBytes / SlabIndex.ENTRY_BYTES, 16, 1 << 30);
    }
  }

  private final CacheFiles files;
  private final Runnable wake;
  private final Catalogue catalogue;
  private final WriteQueue queue;
  private final Health health;
  private final Semaphore readers = new Semaphore(READERS_MAX);
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  private final SpareFiles spares = new SpareFiles();
  private final Lending lending;

  // Of the step:
  private final CacheDirectory directory;
  private final SlabWriter writer;

  /**
   * A cache that opens its directory when it is driven.
   *
   * @param wake called when there is something to do
   */
  public DiskCache(Options options, CacheFiles files, Clock clock, Runnable wake) {
    this.files = files;
    this.wake = wake;
    this.catalogue = new Catalogue(options.entriesMax());
    this.queue = new WriteQueue(options.queueBytes());
    this.health = new Health(options.slabDirectory(), clock);
    this.directory =
        new CacheDirectory(files, options.slabDirectory(), options.partBytes(), catalogue);
    this.writer =
        new SlabWriter(
            files,
            options.slabDirectory(),
            options.partBytes(),
            options.sizeBytes(),
            catalogue,
            spares);
    this.lending = new Lending(files, catalogue, writer, spares);
  }

  /** The entry of {@code key}, or null if it is not here or cannot be read. */
  @Nullable Bytes find(CacheKey key) {
    Bytes waiting = queue.find(key);
    Bytes found = waiting != null ? waiting : findOnDisk(key);
    if (found != null) {
      hits.increment();
    } else if (key.origin().kind() != Origin.Kind.VALUE) {
      misses.increment(); // a value that is not here may be so in a part
    }
    return found;
  }

  private @Nullable Bytes findOnDisk(CacheKey key) {
    Place place = catalogue.find(key);
    if (place == null || !readers.tryAcquire()) {
      return null;
    }
    try {
      Bytes body = read(place);
      // The journal may have begun to use its file anew meanwhile.
      boolean isSame = body.length() == place.length() && Checksums.crc32c(body) == place.crc();
      if (place.slab().isRemoved()) {
        return null;
      }
      if (isSame) {
        return body;
      }
      health.damaged(place);
      catalogue.forget(key);
    } catch (ClosedByInterruptException _) {
      // The reader is told by what it does next.
    } catch (NoSuchFileException _) {
      catalogue.gone(place.slab());
    } catch (IOException e) {
      failed(e);
    } finally {
      readers.release();
    }
    return null;
  }

  private Bytes read(Place place) throws IOException {
    Path path = place.slab().path();
    try {
      return files.read(path, place.offset(), place.length());
    } catch (NoSuchFileException e) {
      Path now = place.slab().path();
      if (now.equals(path)) {
        throw e;
      }
      return files.read(now, place.offset(), place.length()); // it was the journal's until now
    }
  }

  /** Whether there is an entry of {@code key}; asks no disk. */
  boolean contains(CacheKey key) {
    return catalogue.contains(key) || queue.find(key) != null;
  }

  /** Keeps {@code body}, unless the disk is not to be used or does not keep pace. */
  void offer(CacheKey key, Bytes body) {
    if (body.isEmpty() || health.isOff() || catalogue.contains(key)) {
      return;
    }
    if (queue.offer(key, body)) {
      wake.run();
    }
  }

  /** Forgets the entry of {@code key}: its bytes are not what they should be. */
  void forget(CacheKey key) {
    queue.remove(key);
    catalogue.forget(key);
  }

  /** Whether files of the journal can be read here and taken over. */
  public boolean takesFiles() {
    return directory.isOpen() && !lending.isOff() && !health.isOff();
  }

  /**
   * Adds an entry that is in a file of the journal; false if it must be kept otherwise.
   *
   * @param crc its checksum
   */
  boolean addLent(CacheKey key, Path file, long offset, int length, int crc) {
    return takesFiles()
        && offset + length <= Integer.MAX_VALUE
        && catalogue.addLent(key, file, (int) offset, length, crc);
  }

  /** Takes a file that the journal does not need any more, if it is worth it; waits for nothing. */
  public boolean offerFile(Path file, long sizeBytes) {
    boolean taken = takesFiles() && lending.offer(file, sizeBytes);
    if (taken) {
      wake.run();
    }
    return taken;
  }

  /** Forgets what is in a file that the journal is about to write to. */
  public void takeBackFile(Path file) {
    catalogue.takeBack(file);
  }

  /** Whether there is a file for the journal. */
  public boolean hasSpareFile() {
    return !spares.isEmpty();
  }

  /** A file that the journal once offered and that is not needed here any more, or null. */
  public @Nullable Path spareFile() {
    return spares.poll();
  }

  /**
   * Moves the files that were taken and copies what is of use in others: after this the journal's
   * files are not looked at any more. The step must not be driven any more.
   */
  public void settleFiles() {
    try {
      while (lending.takeOne()) {}
      lending.copyRest();
    } catch (IOException e) {
      failed(e);
    }
  }

  /** Whether everything that an earlier process left is known. */
  public boolean isScanned() {
    return directory.isScanned();
  }

  /** What all slabs take. */
  public long usedBytes() {
    return catalogue.usedBytes();
  }

  /** How many entries there are. */
  public int entryCount() {
    return catalogue.entryCount();
  }

  /** How many bytes were written. */
  public long writtenBytes() {
    return writer.writtenBytes();
  }

  /** How many files of the journal were taken over. */
  public long takenFileCount() {
    return writer.takenFiles();
  }

  /** How often something was found. */
  public long hitCount() {
    return hits.sum();
  }

  /** How often something was not. */
  public long missCount() {
    return misses.sum();
  }

  @Override
  public long work() {
    boolean isOff = health.isOff();
    if (isOff) {
      reset();
    }
    long rest = health.restNanos();
    if (rest > 0) {
      return rest;
    }
    if (isOff) {
      health.tryAgain();
    }
    try {
      if (!directory.isOpen()) {
        return open();
      }
      return scanOne() || lending.takeOne() || writeOne() ? 0 : IDLE;
    } catch (IOException | RuntimeException e) {
      failed(e);
      abandon();
      return Math.max(1, health.restNanos());
    }
  }

  private boolean scanOne() throws IOException {
    boolean found = directory.scanOne();
    if (found && directory.isScanned()) {
      wake.run(); // somebody may wait for that
    }
    return found;
  }

  private long open() throws IOException {
    if (!directory.open()) {
      queue.clear();
      health.busy();
      return health.restNanos();
    }
    writer.nextNumber(directory.nextNumber());
    writer.shrink();
    if (directory.isScanned()) {
      wake.run();
    }
    return 0;
  }

  private boolean writeOne() throws IOException {
    Map.Entry<CacheKey, Bytes> next = queue.peek();
    if (next == null) {
      return false;
    }
    if (!catalogue.contains(next.getKey())) {
      writer.write(next.getKey(), next.getValue());
      health.succeeded();
    }
    queue.remove(next.getKey());
    return true;
  }

  private void failed(Exception cause) {
    health.failed(cause);
    if (health.isOff()) {
      wake.run();
    }
  }

  /** What was begun may be torn: nothing is added to it any more. */
  private void abandon() {
    try {
      writer.closeSlab();
    } catch (IOException e) {
      LOG.debug("a slab was not closed properly", e);
    }
  }

  /** Lets go of everything; the directory is opened anew when its time has come. */
  private void reset() {
    abandon();
    lending.reset();
    directory.close();
    queue.clear();
    catalogue.clear();
  }

  /** Writes what waits and lets go of the directory. The step must not be driven any more. */
  @Override
  public void close() {
    try {
      boolean more = directory.isOpen() && !health.isOff() && health.restNanos() <= 0;
      while (more) {
        more = writeOne();
      }
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
    abandon();
    directory.close();
  }
}
