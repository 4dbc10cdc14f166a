package dev.zerofs.lsm.cache;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Files that the journal made, that the cache needs no more, and that the journal may have back:
 * all of one size. Safe for use by any number of threads.
 */
final class SpareFiles {

  private static final int COUNT_MAX = 4;

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Path> files = new ArrayDeque<>(); // guarded by lock
  private long fileBytes; // guarded by lock

  /** Adds a file if there is room and it has the size of the others; else it is the caller's. */
  boolean add(Path file, long sizeBytes) {
    lock.lock();
    try {
      if (files.size() >= COUNT_MAX || (!files.isEmpty() && sizeBytes != fileBytes)) {
        return false;
      }
      fileBytes = sizeBytes;
      files.add(file);
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Nullable Path poll() {
    lock.lock();
    try {
      return files.poll();
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return files.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** What all of them take. */
  long usedBytes() {
    lock.lock();
    try {
      return files.size() * fileBytes;
    } finally {
      lock.unlock();
    }
  }
}
