package dev.zerofs.lsm.cache;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of the cache: its lock, and what an earlier process has left in it. For one thread,
 * but for what is volatile.
 */
final class CacheDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(CacheDirectory.class);

  private final CacheFiles files;
  private final Path path;
  private final int partBytes;
  private final Catalogue catalogue;
  private final Deque<Slab> toScan = new ArrayDeque<>(); // newest first
  private @Nullable AutoCloseable lock;
  private long nextNumber;
  private volatile boolean open;
  private volatile boolean scanned;

  CacheDirectory(CacheFiles files, Path path, int partBytes, Catalogue catalogue) {
    this.files = files;
    this.path = path;
    this.partBytes = partBytes;
    this.catalogue = catalogue;
  }

  /** Whether it is locked and its files are in the catalogue; for any thread. */
  boolean isOpen() {
    return open;
  }

  /** Whether all entries of its files are in the catalogue; for any thread. */
  boolean isScanned() {
    return scanned;
  }

  /** A number greater than that of every file that was there. */
  long nextNumber() {
    return nextNumber;
  }

  /**
   * Locks it and looks which files there are.
   *
   * @return false if another process has it
   */
  boolean open() throws IOException {
    files.createDirectories(path);
    lock = files.tryLock(path.resolve("lock"));
    if (lock == null) {
      return false;
    }
    try {
      List<Slab> found = found();
      found.forEach(catalogue::begin);
      nextNumber = found.isEmpty() ? 1 : found.getLast().number() + 1;
      toScan.clear();
      toScan.addAll(found.reversed());
      scanned = toScan.isEmpty();
      open = true;
      return true;
    } finally {
      if (!open) {
        close();
      }
    }
  }

  /** What an earlier process has left, oldest first. */
  private List<Slab> found() throws IOException {
    List<Slab> found = new ArrayList<>();
    Set<String> names = new HashSet<>(files.names(path));
    for (String name : names) {
      long number = SlabFormat.numberOf(name);
      if (number < 0) {
        continue;
      }
      Path file = path.resolve(name);
      Slab.Kind kind = SlabFormat.kindOf(name);
      if (kind != null) {
        Path index = SlabFormat.indexPath(path, number);
        long indexBytes = isThere(index, names) ? files.sizeBytes(index) : 0;
        found.add(new Slab(number, file, kind, files.sizeBytes(file), indexBytes));
      } else if (!isThere(SlabFormat.takenPath(path, number), names)) {
        files.delete(file);
      }
    }
    found.sort(Comparator.comparingLong(Slab::number));
    return found;
  }

  private static boolean isThere(Path file, Set<String> names) {
    return names.contains(String.valueOf(file.getFileName()));
  }

  /**
   * Reads what is in the newest file that was not read yet.
   *
   * @return false if there is none
   */
  boolean scanOne() throws IOException {
    Slab slab = toScan.pollFirst();
    if (slab == null) {
      return false;
    }
    boolean sound = slab.isRemoved();
    try {
      if (!sound && slab.fileBytes() <= Integer.MAX_VALUE) {
        SlabScan scan = new SlabScan(files, slab);
        sound = scan.run(path, partBytes, (key, place) -> catalogue.add(key, place));
      }
    } catch (NoSuchFileException _) {
      LOG.debug("{} or its index is gone", slab.path());
    } finally {
      // One that cannot be read is of no use, and must not be in the way for ever.
      if (!sound) {
        remove(slab);
      }
      scanned = toScan.isEmpty();
    }
    return true;
  }

  private void remove(Slab slab) throws IOException {
    catalogue.remove(slab);
    files.delete(slab.path());
    files.delete(SlabFormat.indexPath(path, slab.number()));
  }

  /** Lets go of it. */
  void close() {
    open = false;
    toScan.clear();
    AutoCloseable held = lock;
    lock = null;
    try {
      if (held != null) {
        held.close();
      }
    } catch (Exception e) {
      LOG.debug("the lock of the disk cache was not released properly", e);
    }
  }
}
