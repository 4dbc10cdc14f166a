package dev.zerofs.rocksdb;

import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.plugin.KeyValueStoreProvider;
import dev.zerofs.ports.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Keeps a volume's keys and data in a RocksDB database on a local disk, and nothing in the object
 * store. One process has the database at a time: a second one is refused for as long as the first
 * one lives; a second opening in the same process replaces the first.
 */
public final class RocksProvider implements KeyValueStoreProvider {

  /** What this process has open for writing, by directory. */
  private final Map<Path, RocksStore> open = new HashMap<>(); // guarded by itself

  /** For {@link java.util.ServiceLoader}. */
  public RocksProvider() {}

  @Override
  public String name() {
    return "rocksdb";
  }

  @Override
  public List<Setting<?>> settings() {
    return RocksSettings.ALL;
  }

  @Override
  public KeyValueStore open(KeyValueContext context) {
    Path directory = made(directory(context));
    synchronized (open) {
      RocksStore earlier = open.remove(directory);
      if (earlier != null) {
        earlier.replace();
      }
      RocksStore store = openStore(directory, context);
      open.put(directory, store);
      return store;
    }
  }

  private RocksStore openStore(Path directory, KeyValueContext context) {
    Database database = null;
    try {
      Tuning tuning = Tuning.forWriting(context.settings());
      RocksDB rocks;
      try {
        rocks = RocksDB.open(tuning.options(), directory.toString());
      } catch (RocksDBException e) {
        tuning.close();
        throw e;
      }
      Database opened = new Database(rocks, directory.toString(), tuning);
      database = opened;
      RocksStore.OpenedState state = RocksStore.claim(rocks, directory);
      RocksStore[] made = new RocksStore[1];
      made[0] = new RocksStore(directory, opened, context, state, () -> forget(directory, made[0]));
      database = null;
      return made[0];
    } catch (RocksDBException e) {
      if (RocksFailures.isLocked(e)) {
        throw new KeyValueException.Unusable(
            directory + " is open in another process; stop that server first", e);
      }
      throw RocksFailures.of(e, directory.toString());
    } catch (IOException e) {
      throw new KeyValueException.Unusable(directory + " cannot be used (" + e + ")", e);
    } finally {
      if (database != null) {
        database.release();
      }
    }
  }

  private void forget(Path directory, RocksStore store) {
    synchronized (open) {
      open.remove(directory, store);
    }
  }

  @Override
  public KeyValueReader openReader(KeyValueContext context) {
    return new RocksReader(directory(context), context.settings(), context.clock());
  }

  private static Path directory(KeyValueContext context) {
    return RocksSettings.directory(context.settings(), context.objectStore().location());
  }

  private static Path made(Path directory) {
    try {
      return Files.createDirectories(directory).toRealPath();
    } catch (IOException e) {
      throw new KeyValueException.Unusable(directory + " cannot be used (" + e + ")", e);
    }
  }
}
