package dev.zerofs.ports.keyvalue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.WriteBatch.Change;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a store must hold: a plain sorted map, changed step by step. For use by one thread. */
public final class Oracle {

  private final NavigableMap<Bytes, Bytes> expected;

  /** An oracle of the empty store. */
  public Oracle() {
    this(new TreeMap<>());
  }

  private Oracle(NavigableMap<Bytes, Bytes> expected) {
    this.expected = expected;
  }

  /** What it says now, independent of what comes. */
  public Oracle copy() {
    return new Oracle(new TreeMap<>(expected));
  }

  /** Applies {@code batch} to the store and here. */
  public CommitPosition write(KeyValueStore store, WriteBatch batch) {
    apply(batch);
    return store.write(batch);
  }

  /** Applies {@code batch} here alone. */
  public void apply(WriteBatch batch) {
    for (Change change : batch.changes()) {
      switch (change) {
        case Change.Put put -> expected.put(put.key(), put.value());
        case Change.Delete delete -> expected.remove(delete.key());
        case Change.DeleteRange range ->
            expected.subMap(range.from(), true, range.to(), false).clear();
      }
    }
  }

  /** Compares everything, then single keys and ranges that {@code random} chooses. */
  public void requireSame(Reads reads, Random random) {
    requireSameRange(reads, Bytes.EMPTY, Bytes.wrap(new byte[] {-1, -1, -1, -1, -1}));
    List<Bytes> asked = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      asked.add(RandomBatches.key(random));
    }
    List<@Nullable Entry> answers = reads.getAll(asked);
    for (int i = 0; i < asked.size(); i++) {
      requireSameValue(asked.get(i), reads.get(asked.get(i)));
      requireSameValue(asked.get(i), answers.get(i));
    }
    for (int i = 0; i < 4; i++) {
      requireSameRange(reads, RandomBatches.key(random), RandomBatches.key(random));
    }
  }

  private void requireSameValue(Bytes key, @Nullable Entry entry) {
    Bytes value = expected.get(key);
    if (value == null) {
      assertNull(entry, () -> "there should be no " + key);
    } else {
      requireSameEntry(key, value, entry);
    }
  }

  private static void requireSameEntry(Bytes key, Bytes value, @Nullable Entry entry) {
    if (entry == null) {
      throw new AssertionError("there should be " + key);
    }
    assertEquals(key, entry.key());
    assertEquals(value, entry.value(), () -> "value of " + key);
  }

  private void requireSameRange(Reads reads, Bytes from, Bytes to) {
    Map<Bytes, Bytes> range =
        from.compareTo(to) < 0 ? expected.subMap(from, true, to, false) : Map.of();
    long valueBytes = 0;
    try (Cursor cursor = reads.scan(from, to)) {
      Iterator<Map.Entry<Bytes, Bytes>> rest = range.entrySet().iterator();
      while (rest.hasNext()) {
        var wanted = rest.next();
        Entry found = cursor.next();
        requireSameEntry(wanted.getKey(), wanted.getValue(), found);
        valueBytes += wanted.getValue().length();
      }
      assertNull(cursor.next(), "the scan goes on after its end");
    }
    assertEquals(new RangeSize(range.size(), valueBytes), reads.measure(from, to));
  }
}
