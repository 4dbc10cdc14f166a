package dev.zerofs.bootstrap.configuration;

import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings.Given;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Where things are when nobody says so. The embedded default volume is {@code volume} in the data
 * directory and its cache is {@code cache} beside it; any other volume's cache is in a directory of
 * its own there, named after a hash of the store's URL, so that two servers do not share one. The
 * journal is beside the cache.
 */
final class DefaultPlaces {

  /** How a value that nobody gave is told in messages. */
  static final String ORIGIN = "default";

  /** The engine's setting for its journal, whose default depends on ours. */
  private static final String JOURNAL_KEY = "journal.dir";

  private DefaultPlaces() {}

  /** The URL of the embedded default volume. */
  static String volumeUrl(Path dataDirectory) {
    return withoutSlash(dataDirectory.resolve("volume").toUri().toString());
  }

  /**
   * Adds the directories that are missing in {@code values}.
   *
   * @throws SettingException if there is no home directory for one
   */
  static void add(Map<String, Given> values, KnownSettings known, Supplier<Path> dataDirectory) {
    String cacheKey = ServerSettings.CACHE_DIRECTORY.name();
    values.computeIfAbsent(
        cacheKey,
        _ -> {
          Given store = values.get(ServerSettings.STORE_URL.name());
          String url = store == null ? "" : store.text();
          return new Given(cacheOf(url, dataDirectory.get()).toString(), ORIGIN);
        });
    Given cache = values.get(cacheKey);
    if (cache != null && known.find(JOURNAL_KEY) != null) {
      values.computeIfAbsent(
          JOURNAL_KEY, _ -> new Given(journalOf(cache).toString(), "beside " + cacheKey));
    }
  }

  private static Path cacheOf(String url, Path dataDirectory) {
    return withoutSlash(url).equals(volumeUrl(dataDirectory))
        ? dataDirectory.resolve("cache")
        : dataDirectory.resolve("stores").resolve(hash(withoutSlash(url))).resolve("cache");
  }

  /**
   * Beside the cache directory, unless that is the root of a file system or its parent cannot be
   * written: a cache directory that is a mount of its own (in a container, say) is what outlives
   * the process there, so the journal is inside.
   */
  private static Path journalOf(Given cache) {
    Path directory = path(cache);
    Path inside = directory.resolve("journal");
    Path parent = directory.getParent();
    Path name = directory.getFileName();
    if (parent == null || name == null || Files.isDirectory(inside)) {
      return inside;
    }
    Path beside = parent.resolve(name + "-journal");
    return Files.isDirectory(beside) || isSameWritablePlace(directory, parent) ? beside : inside;
  }

  private static boolean isSameWritablePlace(Path directory, Path parent) {
    if (!Files.exists(directory)) {
      return true;
    }
    try {
      return Files.isWritable(parent)
          && Files.getFileStore(parent).equals(Files.getFileStore(directory));
    } catch (IOException e) {
      return false;
    }
  }

  private static Path path(Given cache) {
    try {
      return Path.of(cache.text()).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new SettingException(
          ServerSettings.CACHE_DIRECTORY.name(),
          cache.origin(),
          "'" + cache.text() + "' is not a directory");
    }
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private static String hash(String url) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(url.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
