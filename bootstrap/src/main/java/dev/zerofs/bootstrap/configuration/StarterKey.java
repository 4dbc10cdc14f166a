package dev.zerofs.bootstrap.configuration;

import dev.zerofs.ports.settings.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A key in a first configuration file.
 *
 * @param name the setting's
 * @param value what is written, a secret always as a reference to a variable
 * @param needed whether a start needs it; others are written as comments
 */
record StarterKey(String name, String value, boolean needed) {

  /** What most people set of the stores that are built in. */
  private static final Map<String, List<StarterKey>> STORES =
      Map.of(
          "s3",
          List.of(
              new StarterKey("s3.region", "us-east-1", true),
              new StarterKey("s3.endpoint", "https://s3.example.com", false),
              new StarterKey("s3.access-key-id", "${env:AWS_ACCESS_KEY_ID}", true),
              new StarterKey("s3.secret-access-key", "${env:AWS_SECRET_ACCESS_KEY}", true)),
          "gs",
          List.of(new StarterKey("gcs.credentials-file", "/etc/zerofs/gcs.json", false)),
          "azure",
          List.of(
              new StarterKey("azure.account", "${env:AZURE_STORAGE_ACCOUNT}", true),
              new StarterKey("azure.account-key", "${env:AZURE_STORAGE_KEY}", true)),
          "file",
          List.of(),
          "memory",
          List.of());

  /** Stores for which there is no cache on disk. */
  private static final Set<String> WITHOUT_CACHE = Set.of("file", "memory");

  /**
   * What is set of a store: for one that is not built in, all of its settings, as comments, since
   * nothing says which it needs.
   */
  static List<StarterKey> ofStore(String scheme, List<Setting<?>> settings) {
    List<StarterKey> chosen = STORES.get(scheme);
    return chosen != null ? chosen : settings.stream().map(StarterKey::optional).toList();
  }

  /** What is set of the server, whatever the store. */
  static List<StarterKey> ofServer(String scheme) {
    StarterKey durability = new StarterKey("durability", "journal", true);
    StarterKey listen = new StarterKey("nfs.listen", "127.0.0.1:2049", true);
    StarterKey allow = new StarterKey("nfs.allow", "127.0.0.0/8,10.0.0.0/8", false);
    StarterKey directory =
        new StarterKey(ServerSettings.CACHE_DIRECTORY.name(), "/var/lib/zerofs/cache", false);
    return WITHOUT_CACHE.contains(scheme)
        ? List.of(durability, directory, listen, allow)
        : List.of(durability, directory, new StarterKey("cache.size", "10GB", true), listen, allow);
  }

  private static StarterKey optional(Setting<?> setting) {
    String standard = setting.defaultText();
    if (setting.secret()) {
      String variable = setting.name().toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
      return new StarterKey(setting.name(), "${env:" + variable + "}", false);
    }
    return new StarterKey(
        setting.name(),
        standard == null || standard.isEmpty() ? setting.expected() : standard,
        false);
  }
}
