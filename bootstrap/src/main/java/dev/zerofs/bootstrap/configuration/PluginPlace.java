package dev.zerofs.bootstrap.configuration;

import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.Settings.Given;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where plug-ins are. Asked before the rest of the configuration is read, since the settings of
 * plug-ins are part of what can be configured.
 */
public final class PluginPlace {

  private static final String KEY = ServerSettings.PLUGINS_DIRECTORY.name();

  private PluginPlace() {}

  /**
   * The plug-in directory that a configuration of this process names, else the installation's.
   *
   * @param file the configuration file
   * @return empty if none is named and the installation has none
   * @throws SettingException if the one that is named is no directory, or the file cannot be read
   */
  public static Optional<Path> find(Optional<Path> file) {
    return find(file, System.getenv(), System.getProperty("zerofs.home"));
  }

  static Optional<Path> find(
      Optional<Path> file, Map<String, String> environment, @Nullable String home) {
    Optional<Given> named =
        fromEnvironment(environment)
            .or(
                () ->
                    file.flatMap(
                        path ->
                            Optional.ofNullable(
                                ConfigurationFile.read(path, environment, PluginPlace::ownMistake)
                                    .get(KEY))));
    if (named.isPresent()) {
      return Optional.of(existing(named.get()));
    }
    return Optional.ofNullable(home)
        .map(directory -> Path.of(directory, "plugins"))
        .filter(Files::isDirectory);
  }

  /** Mistakes in other values are told by who reads those. */
  private static void ownMistake(SettingException mistake) {
    if (mistake.key().equals(KEY)) {
      throw mistake;
    }
  }

  private static Optional<Given> fromEnvironment(Map<String, String> environment) {
    String variable = EnvironmentVariables.variableOf(KEY);
    return Optional.ofNullable(environment.get(variable))
        .filter(text -> !text.isBlank())
        .map(text -> new Given(text.strip(), EnvironmentVariables.origin(variable)));
  }

  private static Path existing(Given given) {
    Path directory = Settings.of(Map.of(KEY, given)).value(ServerSettings.PLUGINS_DIRECTORY);
    if (!Files.isDirectory(directory)) {
      throw new SettingException(
          KEY, given.origin(), "'" + directory + "' is not there; expected a directory");
    }
    return directory;
  }
}
