package dev.zerofs.lsm.cache;

import dev.zerofs.ports.bytes.Bytes;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written, in order, within a bound; readers find it here until it is. Safe for use
 * by any number of threads.
 */
final class WriteQueue {

  private final long bytesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<CacheKey, Bytes> waiting = new LinkedHashMap<>(); // guarded by lock
  private long bytes; // guarded by lock

  WriteQueue(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /**
   * Adds an entry if there is room.
   *
   * @return whether it is the only one, so that somebody should be told
   */
  boolean offer(CacheKey key, Bytes body) {
    lock.lock();
    try {
      if (bytes + body.length() > bytesMax || waiting.putIfAbsent(key, body) != null) {
        return false;
      }
      bytes += body.length();
      return waiting.size() == 1;
    } finally {
      lock.unlock();
    }
  }

  @Nullable Bytes find(CacheKey key) {
    lock.lock();
    try {
      return waiting.get(key);
    } finally {
      lock.unlock();
    }
  }

  /** The entry to write next, or null; it stays until it is {@linkplain #remove removed}. */
  Map.@Nullable Entry<CacheKey, Bytes> peek() {
    lock.lock();
    try {
      Iterator<Map.Entry<CacheKey, Bytes>> entries = waiting.entrySet().iterator();
      return entries.hasNext() ? Map.Entry.copyOf(entries.next()) : null;
    } finally {
      lock.unlock();
    }
  }

  void remove(CacheKey key) {
    lock.lock();
    try {
      Bytes removed = waiting.remove(key);
      bytes -= removed == null ? 0 : removed.length();
    } finally {
      lock.unlock();
    }
  }

  void clear() {
    lock.lock();
    try {
      waiting.clear();
      bytes = 0;
    } finally {
      lock.unlock();
    }
  }
}
