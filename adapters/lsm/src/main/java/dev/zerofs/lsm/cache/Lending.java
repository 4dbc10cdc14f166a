package dev.zerofs.lsm.cache;

import dev.zerofs.lsm.format.Checksums;
import dev.zerofs.ports.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that the journal has offered and that are not yet moved. Safe for use by any number of
 * threads, but for what moves them.
 */
final class Lending {

  private static final Logger LOG = LoggerFactory.getLogger(Lending.class);

  /** More files do not wait: they are better used again. */
  private static final int OFFERED_MAX = 8;

  private record Offered(Path file, long sizeBytes) {}

  private final CacheFiles files;
  private final Catalogue catalogue;
  private final SlabWriter writer;
  private final SpareFiles spares;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Offered> offered = new ArrayDeque<>(); // guarded by lock
  private volatile boolean off;

  Lending(CacheFiles files, Catalogue catalogue, SlabWriter writer, SpareFiles spares) {
    this.files = files;
    this.catalogue = catalogue;
    this.writer = writer;
    this.spares = spares;
  }

  /** Whether files could not be moved, as between two file systems. */
  boolean isOff() {
    return off;
  }

  /** Takes a file to be moved later, if it is worth that. */
  boolean offer(Path file, long sizeBytes) {
    if (off || catalogue.lentBytes(file) < sizeBytes / 2) {
      return false;
    }
    lock.lock();
    try {
      return offered.size() < OFFERED_MAX && offered.add(new Offered(file, sizeBytes));
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Offered poll() {
    lock.lock();
    try {
      return offered.poll();
    } finally {
      lock.unlock();
    }
  }

  /** Moves a file; false if there is none. */
  boolean takeOne() throws IOException {
    Offered next = poll();
    if (next == null) {
      return false;
    }
    boolean taken = false;
    try {
      taken = writer.take(next.file(), next.sizeBytes());
    } catch (IOException e) {
      off = true;
      LOG.warn("{} cannot be moved into the disk cache", next.file(), e);
    }
    if (!taken) {
      catalogue.takeBack(next.file());
      discard(next);
    }
    return true;
  }

  /** Writes what lies in files that stay the journal's to the cache's own. */
  void copyRest() throws IOException {
    for (Slab slab : catalogue.allLent()) {
      for (Catalogue.Kept entry : catalogue.entriesOf(slab)) {
        Place place = entry.place();
        Bytes body = files.read(slab.path(), place.offset(), place.length());
        if (body.length() == place.length() && Checksums.crc32c(body) == place.crc()) {
          catalogue.forget(entry.key());
          writer.write(entry.key(), body);
        }
      }
      catalogue.takeBack(slab.path());
    }
  }

  private void discard(Offered file) throws IOException {
    if (!spares.add(file.file(), file.sizeBytes())) {
      files.delete(file.file());
    }
  }

  /** Lets go of everything, since the disk fails. */
  void reset() {
    off = false;
    try {
      for (Offered next = poll(); next != null; next = poll()) {
        discard(next);
      }
      for (Path spare = spares.poll(); spare != null; spare = spares.poll()) {
        files.delete(spare);
      }
    } catch (IOException e) {
      LOG.debug("a file was not removed", e);
    }
  }
}
