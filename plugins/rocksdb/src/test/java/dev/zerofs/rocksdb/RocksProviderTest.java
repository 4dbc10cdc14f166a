package dev.zerofs.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.plugin.KeyValueStoreProvider;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.SettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/** Where databases are, and which are refused. */
class RocksProviderTest {

  private static final Bytes KEY = Bytes.utf8("key");

  @TempDir private Path directory = Path.of("set by JUnit");

  private final RocksProvider provider = new RocksProvider();
  private final Contexts contexts = new Contexts();

  @Test
  void isFoundByItsService() {
    assertTrue(
        ServiceLoader.load(KeyValueStoreProvider.class).stream()
            .anyMatch(found -> found.type() == RocksProvider.class));
    assertEquals("rocksdb", provider.name());
    for (Setting<?> setting : provider.settings()) {
      assertTrue(setting.name().startsWith("rocksdb."), setting.name());
    }
  }

  @Test
  void theDatabaseIsInTheDirectoryOfAFileStore() {
    KeyValueContext context = contexts.context(Map.of(), directory.toUri().toString());
    try (KeyValueStore store = provider.open(context)) {
      store.syncToBackingStore(store.write(new WriteBatch().put(KEY, KEY)));
      assertTrue(Files.exists(directory.resolve("rocksdb/CURRENT")));
    }
  }

  @Test
  void overAnotherStoreTheDirectoryHasToBeNamed() {
    KeyValueContext context = contexts.context(Map.of(), "s3://bucket");
    assertEquals(
        "rocksdb.dir (configuration): is missing; the engine rocksdb keeps nothing in the store"
            + " s3://bucket, expected a directory on a local disk",
        assertThrows(SettingException.class, () -> provider.open(context)).getMessage());
  }

  @Test
  void aReaderOfNothingIsRefusedAndMakesNothing() {
    Path nowhere = directory.resolve("nowhere");
    assertThrows(
        KeyValueException.Unusable.class, () -> provider.openReader(contexts.context(nowhere)));
    assertFalse(Files.exists(nowhere));
  }

  @Test
  void whatIsOpenElsewhereIsRefusedUntilItIsClosed() {
    try (KeyValueStore store = new RocksProvider().open(contexts.context(directory))) {
      KeyValueException refusal =
          assertThrows(
              KeyValueException.Unusable.class, () -> provider.open(contexts.context(directory)));
      assertTrue(
          String.valueOf(refusal.getMessage())
              .endsWith("is open in another process; stop that server first"),
          refusal.getMessage());
      assertTrue(store.epoch() > 0);
    }
    provider.open(contexts.context(directory)).close();
  }

  @Test
  void theReplacedOneTellsOnce() {
    KeyValueStore earlier = provider.open(contexts.context(directory));
    try (KeyValueStore later = provider.open(contexts.context(directory))) {
      assertEquals(1, contexts.fatal().size());
      assertInstanceOf(KeyValueException.Replaced.class, contexts.fatal().getFirst());
      earlier.close();
      assertTrue(later.epoch() > earlier.epoch());
      later.confirmOwnership();
    }
    assertEquals(1, contexts.fatal().size());
  }

  @Test
  void aFormatOfAnotherReleaseIsRefused() throws Exception {
    provider.open(contexts.context(directory)).close();
    try (Options options = new Options();
        RocksDB raw = RocksDB.open(options, directory.toString())) {
      raw.put(Layout.FORMAT, Layout.number(Layout.VERSION + 1));
    }
    KeyValueException refusal =
        assertThrows(
            KeyValueException.Unusable.class, () -> provider.open(contexts.context(directory)));
    assertTrue(
        String.valueOf(refusal.getMessage()).endsWith("has format version 2; expected 1"),
        refusal.getMessage());
    assertThrows(
        KeyValueException.Unusable.class,
        () -> provider.openReader(contexts.context(directory)).close());
  }

  @Test
  void whatACrashLeftOfACheckpointIsDeleted() throws Exception {
    try (KeyValueStore store = provider.open(contexts.context(directory))) {
      store.write(new WriteBatch().put(KEY, KEY));
      store.createCheckpoint("kept");
    }
    Path left = Files.createDirectories(directory.resolve("checkpoints/77"));
    Files.writeString(left.resolve("CURRENT"), "half");
    try (KeyValueStore store = provider.open(contexts.context(directory))) {
      assertFalse(Files.exists(left));
      try (var kept = store.openCheckpoint("kept")) {
        assertNotNull(kept.get(KEY));
      }
    }
  }

  @Test
  void moreThanTheDiskHasIsRefusedAndHarmsNobodyElse() {
    try (KeyValueStore store = provider.open(contexts.context(directory))) {
      assertThrows(KeyValueException.OutOfSpace.class, () -> store.admit(Long.MAX_VALUE / 2));
      store.admit(1);
    }
  }

  @Test
  void figuresTellWhatIsNotYetSynchronised() {
    try (KeyValueStore store = provider.open(contexts.context(directory))) {
      var position = store.write(new WriteBatch().put(KEY, KEY));
      assertEquals(1L, store.figures().get("batches.unsynced.count"));
      store.sync(position);
      assertEquals(0L, store.figures().get("batches.unsynced.count"));
    }
  }
}
