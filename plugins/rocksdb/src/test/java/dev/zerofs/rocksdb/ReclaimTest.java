package dev.zerofs.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.WriteBatch;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deleted leaves the disk of a volume that nobody writes to any more. */
class ReclaimTest {

  private static final int VALUES = 64;
  private static final int VALUE_BYTES = 64 << 10;

  @TempDir private Path directory = Path.of("set by JUnit");

  private final Random random = new Random(7); // what does not compress

  @Test
  void deletedRangesGoAndWhatIsBetweenThemStays() {
    try (RocksStore store = open()) {
      fill(store, "a");
      fill(store, "b");
      fill(store, "c");
      long filled = storedBytes(store);
      assertTrue(filled > 3L * VALUES * VALUE_BYTES, () -> "stored: " + filled);

      delete(store, "a");
      delete(store, "c");
      store.reclaim();
      long left = storedBytes(store);
      assertTrue(left < filled / 2, () -> left + " of " + filled + " bytes are left");
      assertTrue(left > (long) VALUES * VALUE_BYTES, () -> left + " bytes are left");
      assertEquals(0, count(store, "a"));
      assertEquals(VALUES, count(store, "b"));
      assertEquals(0, count(store, "c"));
    }
  }

  @Test
  void whatIsNotWorthAMergeIsRememberedUntilItIs() {
    try (RocksStore store = open()) {
      fill(store, "a");
      fill(store, "b");
      long filled = storedBytes(store);
      WriteBatch few = new WriteBatch();
      store.write(few.deleteRange(Bytes.utf8("a/000"), Bytes.utf8("a/003")));
      store.reclaim();
      long dead = figure(store, "deleted.bytes");
      assertTrue(dead > 0 && dead < filled / 16, () -> dead + " of " + filled + " are deleted");

      delete(store, "a");
      store.reclaim();
      assertEquals(0, figure(store, "deleted.bytes"));
      assertTrue(storedBytes(store) < filled * 3 / 4, () -> storedBytes(store) + " of " + filled);
    }
  }

  private RocksStore open() {
    return (RocksStore) new RocksProvider().open(new Contexts().context(directory));
  }

  private void fill(KeyValueStore store, String prefix) {
    for (int n = 0; n < VALUES; n++) {
      byte[] value = new byte[VALUE_BYTES];
      random.nextBytes(value);
      String key = "%s/%03d".formatted(prefix, n);
      store.write(new WriteBatch().put(Bytes.utf8(key), Bytes.wrap(value)));
    }
  }

  private static void delete(KeyValueStore store, String prefix) {
    Bytes from = Bytes.utf8(prefix + "/");
    store.write(new WriteBatch().deleteRange(from, Bytes.utf8(prefix + "0")));
  }

  private static long storedBytes(RocksStore store) {
    return figure(store, "tables.bytes") + figure(store, "memtables.bytes");
  }

  private static long figure(RocksStore store, String name) {
    return Objects.requireNonNull(store.figures().get(name), name);
  }

  private static int count(KeyValueStore store, String prefix) {
    int count = 0;
    try (Cursor cursor = store.scan(Bytes.utf8(prefix + "/"), Bytes.utf8(prefix + "0"))) {
      while (cursor.next() != null) {
        count++;
      }
    }
    return count;
  }
}
