package dev.zerofs.lsm.journal;

import dev.zerofs.ports.bytes.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of the batches are that the journal has and the bucket does not yet. Safe for
 * use by any number of threads.
 */
final class ValuePlaces {

  /** Smaller values are not in frames of their own. */
  static final int VALUE_BYTES_MIN = 1 << 10;

  /** More are not remembered: a place takes some 200 bytes of memory. */
  private static final int COUNT_MAX = 16_384;

  /** A value in a file. */
  record Written(long sequence, Bytes key, ValuePlace place) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<Long, Map<Bytes, ValuePlace>> places = new TreeMap<>(); // guarded by lock
  private int count; // guarded by lock

  /** Adds values that are on the disk, of batches after {@code durable}. */
  void add(List<Written> values, long durable) {
    lock.lock();
    try {
      for (Written value : values) {
        if (value.sequence() > durable && count < COUNT_MAX) {
          places
              .computeIfAbsent(value.sequence(), _ -> new HashMap<>())
              .put(value.key(), value.place());
          count++;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Nullable ValuePlace find(long sequence, Bytes key) {
    lock.lock();
    try {
      Map<Bytes, ValuePlace> batch = places.get(sequence);
      return batch == null ? null : batch.get(key);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what the bucket has. */
  void dropUpTo(long durable) {
    lock.lock();
    try {
      Map<Long, Map<Bytes, ValuePlace>> old = places.headMap(durable, true);
      count -= old.values().stream().mapToInt(Map::size).sum();
      old.clear();
    } finally {
      lock.unlock();
    }
  }
}
