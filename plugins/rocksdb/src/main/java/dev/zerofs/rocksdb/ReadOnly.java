package dev.zerofs.rocksdb;

import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Opens databases for reading alone: a database as it is at that moment, with what its log has.
 *
 * <p>The writer may go on meanwhile. RocksDB first reads which tables and logs there are and then
 * opens them; a log that has become a table in between would be missing in the middle of what is
 * seen. So the logs are listed before and after, and if they are not the same, everything is opened
 * anew.
 */
final class ReadOnly {

  private static final int TRIES_MAX = 20;
  private static final String CURRENT = "CURRENT";
  private static final String LOG = ".log";

  private ReadOnly() {}

  /** Opens a database that nobody writes. */
  static Database open(Path directory, Settings settings) throws RocksDBException {
    Tuning tuning = Tuning.forReading(settings);
    try {
      return new Database(
          RocksDB.openReadOnly(tuning.options(), directory.toString()),
          directory.toString(),
          tuning);
    } catch (RocksDBException e) {
      tuning.close();
      throw e;
    }
  }

  /**
   * Opens a database that may be written meanwhile.
   *
   * @throws KeyValueException.Unusable if there is none
   */
  static Database openBesideWriter(Path directory, Settings settings) {
    if (!Files.exists(directory.resolve(CURRENT))) {
      throw new KeyValueException.Unusable("there is no database in " + directory, null);
    }
    RocksDBException last = null;
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      Set<String> before = logs(directory);
      try {
        Database opened = open(directory, settings);
        if (logs(directory).equals(before)) {
          requireFormat(opened, directory);
          return opened;
        }
        var _ = opened.release();
      } catch (RocksDBException e) {
        last = e; // A file may have been deleted between its being named and its being opened.
      }
    }
    if (last != null) {
      throw RocksFailures.of(last, directory.toString());
    }
    throw new KeyValueException.Unavailable(
        directory + " changes too fast to be opened for reading", null);
  }

  private static void requireFormat(Database opened, Path directory) {
    try {
      byte[] format = opened.find(open -> open.get(Layout.FORMAT));
      if (format == null) {
        throw new KeyValueException.Unusable(directory + " has no database of ours", null);
      }
      RocksStore.requireFormat(Layout.numberAt(format, 0, "format"), directory);
    } catch (KeyValueException e) {
      var _ = opened.release();
      throw e;
    }
  }

  private static Set<String> logs(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(LOG))
          .collect(Collectors.toSet());
    } catch (NoSuchFileException e) {
      throw new KeyValueException.Unusable("there is no database in " + directory, e);
    } catch (IOException e) {
      throw new KeyValueException.Unavailable(directory + " cannot be listed", e);
    }
  }
}
