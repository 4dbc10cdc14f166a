package dev.zerofs.lsm.journal;

import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
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
  private long writingFirst; // the batches that are being written; guarded by lock
  private long writingLast = -1; // before the first if there are none; guarded by lock
  private final Map<Long, Map<Bytes, Consumer<@Nullable ValuePlace>>> awaited =
      new HashMap<>(); // of batches that are being written; guarded by lock

  /** The batches from {@code first} to {@code last} are being written, until {@link #end}. */
  void begin(long first, long last) {
    lock.lock();
    try {
      writingFirst = first;
      writingLast = last;
    } finally {
      lock.unlock();
    }
  }

  /** Adds values that were written; those of batches after {@code durable} are remembered. */
  void add(List<Written> values, long durable) {
    List<Runnable> answers = new ArrayList<>();
    lock.lock();
    try {
      for (Written value : values) {
        if (value.sequence() > durable && count < COUNT_MAX) {
          places
              .computeIfAbsent(value.sequence(), _ -> new HashMap<>())
              .put(value.key(), value.place());
          count++;
        }
        Map<Bytes, Consumer<@Nullable ValuePlace>> batch = awaited.get(value.sequence());
        Consumer<@Nullable ValuePlace> taker = batch == null ? null : batch.remove(value.key());
        if (taker != null) {
          answers.add(() -> taker.accept(value.place()));
        }
      }
    } finally {
      lock.unlock();
    }
    answers.forEach(Runnable::run);
  }

  /** Nothing is being written any more, and what was not added is nowhere. */
  void end() {
    List<Consumer<@Nullable ValuePlace>> left = new ArrayList<>();
    lock.lock();
    try {
      writingLast = writingFirst - 1;
      awaited.values().forEach(batch -> left.addAll(batch.values()));
      awaited.clear();
    } finally {
      lock.unlock();
    }
    left.forEach(taker -> taker.accept(null));
  }

  /**
   * Tells {@code taker} where a value is: at once, or if it is being written, when that has ended,
   * and then perhaps that it is nowhere.
   *
   * @return false if it is neither here nor being written: the taker is told nothing
   */
  boolean find(long sequence, Bytes key, Consumer<@Nullable ValuePlace> taker) {
    ValuePlace place;
    lock.lock();
    try {
      Map<Bytes, ValuePlace> batch = places.get(sequence);
      place = batch == null ? null : batch.get(key);
      if (place == null) {
        boolean isWritten = writingFirst <= sequence && sequence <= writingLast;
        if (isWritten) {
          awaited.computeIfAbsent(sequence, _ -> new HashMap<>()).put(key, taker);
        }
        return isWritten;
      }
    } finally {
      lock.unlock();
    }
    taker.accept(place);
    return true;
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
