package dev.zerofs.lsm.cache;

import java.nio.file.Path;

/**
 * One file with entries: a slab of the cache's own; or a file of the journal, which is only
 * {@linkplain Kind#LENT lent} to begin with. Guarded by the {@link Catalogue}'s lock, but for what
 * is volatile.
 */
final class Slab {

  /** What kind of file it is. */
  enum Kind {
    /** Made by the cache. */
    OWN,
    /** Made by the journal, which does not need it any more; its entries are in a file beside. */
    TAKEN,
    /** The journal's. */
    LENT
  }

  private volatile Path path;
  private volatile boolean removed;
  private long number;
  private Kind kind;
  private long fileBytes;
  private long indexBytes;
  private long entryBytes;

  /** The last entry that was added, from which the others follow; -1 for none. */
  private int lastEntry = -1;

  Slab(long number, Path path, Kind kind, long fileBytes, long indexBytes) {
    this.number = number;
    this.path = path;
    this.kind = kind;
    this.fileBytes = fileBytes;
    this.indexBytes = indexBytes;
  }

  /** Its place in the order of making. */
  long number() {
    return number;
  }

  Path path() {
    return path;
  }

  Kind kind() {
    return kind;
  }

  /** The journal's file is the cache's from now on. */
  void taken(long takenAs, Path takenTo, long file, long index) {
    number = takenAs;
    path = takenTo;
    kind = Kind.TAKEN;
    fileBytes = file;
    indexBytes = index;
  }

  /** What the file itself takes. */
  long fileBytes() {
    return fileBytes;
  }

  /** What it takes with the index beside it. */
  long sizeBytes() {
    return fileBytes + indexBytes;
  }

  void grow(long bytes) {
    fileBytes += bytes;
  }

  /** What the bodies of all entries take that were ever added. */
  long entryBytes() {
    return entryBytes;
  }

  int lastEntry() {
    return lastEntry;
  }

  void added(int entry, long bytes) {
    lastEntry = entry;
    entryBytes += bytes;
  }

  void emptied() {
    lastEntry = -1;
    entryBytes = 0;
  }

  boolean isRemoved() {
    return removed;
  }

  void removed() {
    removed = true;
  }
}
