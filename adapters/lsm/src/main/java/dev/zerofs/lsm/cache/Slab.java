package dev.zerofs.lsm.cache;

import java.nio.file.Path;

/** One file of the cache. Guarded by the {@link Catalogue}'s lock. */
final class Slab {

  private final long number;
  private final Path path;
  private long sizeBytes;

  /** The last entry that was added, from which the others follow; -1 for none. */
  private int lastEntry = -1;

  private boolean removed;

  Slab(long number, Path path, long sizeBytes) {
    this.number = number;
    this.path = path;
    this.sizeBytes = sizeBytes;
  }

  /** Its place in the order of making. */
  long number() {
    return number;
  }

  Path path() {
    return path;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  void grow(long bytes) {
    sizeBytes += bytes;
  }

  int lastEntry() {
    return lastEntry;
  }

  void lastEntry(int entry) {
    lastEntry = entry;
  }

  boolean isRemoved() {
    return removed;
  }

  void removed() {
    removed = true;
  }
}
