package dev.zerofs.bootstrap.configuration;

import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes sure, before anything else starts, that a configured directory can be worked in. */
public final class WorkingDirectory {

  private WorkingDirectory() {}

  /**
   * Makes the directory of {@code setting} if it is not there.
   *
   * @return the directory
   * @throws SettingException if it cannot be made, or files cannot be made in it
   */
  public static Path prepare(Setting<Path> setting, Settings settings) {
    Path directory = settings.value(setting);
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, ".zerofs", ".probe"));
      return directory;
    } catch (IOException e) {
      Settings.Given given = settings.given().get(setting.name());
      throw new SettingException(
          setting.name(),
          given == null ? DefaultPlaces.ORIGIN : given.origin(),
          "'" + directory + "' cannot be used (" + e + "); expected a directory to write in");
    }
  }
}
