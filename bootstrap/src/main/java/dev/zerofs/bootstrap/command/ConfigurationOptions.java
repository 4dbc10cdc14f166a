package dev.zerofs.bootstrap.command;

import dev.zerofs.bootstrap.configuration.Configuration;
import dev.zerofs.bootstrap.configuration.KnownSettings;
import dev.zerofs.bootstrap.configuration.MemoryBudget;
import dev.zerofs.bootstrap.configuration.PluginPlace;
import dev.zerofs.bootstrap.configuration.ServerSettings;
import dev.zerofs.bootstrap.logging.Logging;
import dev.zerofs.bootstrap.plugin.Installation;
import dev.zerofs.bootstrap.wiring.Wiring;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.Settings.Given;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that configure a server; each stands for one key and overrides every other source. */
final class ConfigurationOptions {

  private static final String LISTEN_KEY = "nfs.listen";
  private static final String DURABILITY_KEY = "durability";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration file: .yaml, .yml, .properties, .json or .xml.")
  private @Nullable Path file;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = "Where the volume is, like file:///srv/zerofs or s3://bucket. (store.url)")
  private @Nullable String store;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "The address to serve NFS on. (nfs.listen)")
  private @Nullable String listen;

  @Option(names = "--cache", paramLabel = "DIR", description = "The cache directory. (cache.dir)")
  private @Nullable String cache;

  @Option(
      names = "--durability",
      paramLabel = "MODE",
      description = "bucket, journal or memory. (durability)")
  private @Nullable String durability;

  @Option(
      names = {"-v", "--verbose"},
      description = "Log more, stack traces too. (log.level: debug)")
  private boolean verbose;

  /**
   * What the flags, the environment and the file together say, and how memory is divided then.
   *
   * @throws dev.zerofs.ports.settings.SettingException for the first mistake
   */
  Settings load(KnownSettings known) {
    Settings settings = new Configuration(known).load(Optional.ofNullable(file), flags());
    Logging.setLevel(settings.value(ServerSettings.LOG_LEVEL));
    return MemoryBudget.divide(settings, known, Runtime.getRuntime().maxMemory())
        .complete(settings);
  }

  /** What the program brings, and what is in the plug-in directory that is configured. */
  Installation installation() {
    return installation(Optional.ofNullable(file));
  }

  /** What the program brings, and what is in the plug-in directory that {@code file} names. */
  static Installation installation(Optional<Path> file) {
    return Wiring.installation(PluginPlace.find(file));
  }

  private Map<String, Given> flags() {
    Map<String, Given> flags = new LinkedHashMap<>();
    put(flags, ServerSettings.STORE_URL.name(), store, "--store");
    put(flags, LISTEN_KEY, listen, "--listen");
    put(flags, ServerSettings.CACHE_DIRECTORY.name(), cache, "--cache");
    put(flags, DURABILITY_KEY, durability, "--durability");
    put(flags, ServerSettings.LOG_LEVEL.name(), verbose ? "debug" : null, "--verbose");
    return flags;
  }

  private static void put(
      Map<String, Given> flags, String key, @Nullable String text, String flag) {
    if (text != null) {
      flags.put(key, new Given(text, flag));
    }
  }
}
