package dev.zerofs.lsm.cache;

import dev.zerofs.lsm.background.Step;
import dev.zerofs.lsm.format.Checksums;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.time.Clock;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
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

  private final Options options;
  private final CacheFiles files;
  private final Runnable wake;
  private final Catalogue catalogue;
  private final WriteQueue queue;
  private final Health health;
  private final Semaphore readers = new Semaphore(READERS_MAX);
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  // Of the step:
  private final SlabWriter writer;
  private final Deque<Slab> toScan = new ArrayDeque<>(); // newest first
  private @Nullable AutoCloseable directoryLock;
  private volatile boolean scanned;

  /**
   * A cache that opens its directory when it is driven.
   *
   * @param wake called when there is something to do
   */
  public DiskCache(Options options, CacheFiles files, Clock clock, Runnable wake) {
    this.options = options;
    this.files = files;
    this.wake = wake;
    this.catalogue = new Catalogue(options.entriesMax());
    this.queue = new WriteQueue(options.queueBytes());
    this.health = new Health(options.slabDirectory(), clock);
    this.writer =
        new SlabWriter(
            files, options.slabDirectory(), options.partBytes(), options.sizeBytes(), catalogue);
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
      Bytes body = files.read(place.slab().path(), place.offset(), place.length());
      if (body.length() == place.length() && Checksums.crc32c(body) == place.crc()) {
        return body;
      }
      health.damaged(place);
      catalogue.forget(key);
    } catch (ClosedByInterruptException _) {
      // The reader is told by what it does next.
    } catch (NoSuchFileException _) {
      catalogue.remove(place.slab());
    } catch (IOException e) {
      failed(e);
    } finally {
      readers.release();
    }
    return null;
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

  /** Whether everything that an earlier process left is known. */
  public boolean isScanned() {
    return scanned;
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
      if (directoryLock == null) {
        open();
        return directoryLock == null ? health.restNanos() : 0;
      }
      return scanOne() || writeOne() ? 0 : IDLE;
    } catch (IOException | RuntimeException e) {
      failed(e);
      abandon();
      return Math.max(1, health.restNanos());
    }
  }

  private void open() throws IOException {
    Path directory = options.slabDirectory();
    files.createDirectories(directory);
    AutoCloseable lock = files.tryLock(directory.resolve("lock"));
    if (lock == null) {
      queue.clear();
      health.busy();
      return;
    }
    directoryLock = lock;
    List<Slab> found = new ArrayList<>();
    for (String name : files.names(directory)) {
      long number = SlabFormat.numberOf(name);
      if (number >= 0) {
        Path path = directory.resolve(name);
        found.add(new Slab(number, path, files.sizeBytes(path)));
      }
    }
    found.sort(Comparator.comparingLong(Slab::number));
    found.forEach(catalogue::begin);
    writer.nextNumber(found.isEmpty() ? 1 : found.getLast().number() + 1);
    writer.shrink();
    toScan.clear();
    found.reversed().stream().filter(slab -> !slab.isRemoved()).forEach(toScan::add);
    scanned = toScan.isEmpty();
    LOG.debug("the disk cache in {} has {} files", directory, toScan.size());
  }

  private boolean scanOne() throws IOException {
    Slab slab = toScan.pollFirst();
    if (slab == null) {
      return false;
    }
    try {
      boolean sound =
          slab.sizeBytes() <= Integer.MAX_VALUE
              && new SlabScan(files, slab)
                  .run(options.partBytes(), (key, place) -> catalogue.add(key, place));
      if (!sound) {
        catalogue.remove(slab);
        files.delete(slab.path());
      }
    } catch (NoSuchFileException _) {
      catalogue.remove(slab);
    }
    scanned = toScan.isEmpty();
    return true;
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
    unlock();
    queue.clear();
    catalogue.clear();
    toScan.clear();
  }

  private void unlock() {
    AutoCloseable held = directoryLock;
    directoryLock = null;
    try {
      if (held != null) {
        held.close();
      }
    } catch (Exception e) {
      LOG.debug("the lock of the disk cache was not released properly", e);
    }
  }

  /** Writes what waits and lets go of the directory. The step must not be driven any more. */
  @Override
  public void close() {
    try {
      boolean more = directoryLock != null && !health.isOff() && health.restNanos() <= 0;
      while (more) {
        more = writeOne();
      }
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
    abandon();
    unlock();
  }
}
