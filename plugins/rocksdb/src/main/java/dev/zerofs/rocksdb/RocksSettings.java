package dev.zerofs.rocksdb;

import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** What a person may choose. */
final class RocksSettings {

  /** Where the database is. */
  static final Setting<Path> DIRECTORY =
      new Setting<>(
          "rocksdb.dir",
          "a directory on a local disk",
          RocksSettings::path,
          null,
          false,
          "Where the database is; default: rocksdb in the directory of a file:// store.");

  /** Whether stable means that the disk has it. */
  static final Setting<Boolean> SYNC =
      Setting.flag(
          "rocksdb.sync",
          true,
          "Whether a reply that claims stability waits for the disk; without, a power cut may undo"
              + " the last seconds, the end of the process does not.");

  static final Setting<Long> CACHE_BYTES =
      Setting.sizeBytes(
          "rocksdb.cache",
          "64MiB",
          1 << 20,
          1L << 40,
          "The size of the block cache, in memory outside the heap.");

  static final Setting<Long> WRITE_BUFFER_BYTES =
      Setting.sizeBytes(
          "rocksdb.write-buffer",
          "64MiB",
          1 << 16,
          1L << 32,
          "How much is gathered in memory outside the heap before it becomes a table; there may be"
              + " two.");

  static final Setting<Long> JOBS =
      Setting.number("rocksdb.jobs", 2L, 1, 256, "How many merges and flushes run at once.");

  /** How old what a reader sees may be. */
  static final Setting<Long> LAG_NANOS =
      Setting.durationNanos(
          "rocksdb.lag", "1s", "How old the state may be that a reader beside the server sees.");

  static final List<Setting<?>> ALL =
      List.of(DIRECTORY, SYNC, CACHE_BYTES, WRITE_BUFFER_BYTES, JOBS, LAG_NANOS);

  private static final String FILE_SCHEME = "file:";

  private RocksSettings() {}

  /**
   * The directory of the database.
   *
   * @param store where the object store is
   * @throws SettingException if it is not a directory's and no other is named
   */
  static Path directory(Settings settings, String store) {
    return settings
        .find(DIRECTORY)
        .orElseGet(
            () -> {
              if (!store.startsWith(FILE_SCHEME)) {
                throw new SettingException(
                    DIRECTORY.name(),
                    "configuration",
                    "is missing; the engine rocksdb keeps nothing in the store "
                        + store
                        + ", expected "
                        + DIRECTORY.expected());
              }
              return path(URI.create(store).getPath()).resolve("rocksdb");
            });
  }

  private static Path path(String text) {
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("not a path", e);
    }
  }
}
