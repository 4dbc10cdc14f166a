package dev.zerofs.bootstrap.configuration;

import dev.zerofs.ports.settings.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The settings of the program as a whole; adapters declare their own. */
public final class ServerSettings {

  /** How much the log tells. */
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  /** Where the volume is. */
  public static final Setting<URI> STORE_URL =
      new Setting<>(
          "store.url",
          "a URL like file:///srv/zerofs, s3://bucket/prefix or memory://name",
          ServerSettings::url,
          null,
          false,
          "The object store that holds the volume.");

  /** Which engine keeps the volume's keys in the object store. */
  public static final Setting<String> ENGINE =
      Setting.text("engine", "lsm", "The key-value engine over the object store.");

  /** What is served. */
  public static final Setting<List<String>> PROTOCOLS =
      new Setting<>(
          "protocols",
          "names with commas between, like nfs3",
          ServerSettings::names,
          "nfs3",
          false,
          "The protocols to serve.");

  /** The directory of the disk cache. */
  public static final Setting<Path> CACHE_DIRECTORY =
      directory("cache.dir", "The cache directory; made if it is not there.");

  /** Where plug-ins are. */
  public static final Setting<Path> PLUGINS_DIRECTORY =
      directory(
          "plugins.dir",
          "Where plug-ins are, each a jar or a directory of jars; default: plugins beside lib.");

  /** How much the log tells. */
  public static final Setting<LogLevel> LOG_LEVEL =
      Setting.choice("log.level", LogLevel.class, LogLevel.INFO, "How much the log tells.");

  /** All of them. */
  public static final List<Setting<?>> ALL =
      List.of(STORE_URL, ENGINE, PROTOCOLS, CACHE_DIRECTORY, PLUGINS_DIRECTORY, LOG_LEVEL);

  private ServerSettings() {}

  private static Setting<Path> directory(String name, String description) {
    Function<String, Path> parser =
        text -> {
          try {
            return Path.of(text).toAbsolutePath().normalize();
          } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not a path", e);
          }
        };
    @Nullable String noDefault = null;
    return new Setting<>(name, "a directory", parser, noDefault, false, description);
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text);
      if (url.getScheme() == null || url.getRawSchemeSpecificPart().isEmpty()) {
        throw new IllegalArgumentException("no scheme");
      }
      return url;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a URL", e);
    }
  }

  private static List<String> names(String text) {
    List<String> names =
        Arrays.stream(text.split(","))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList();
    if (names.isEmpty()) {
      throw new IllegalArgumentException("no names");
    }
    return names;
  }
}
