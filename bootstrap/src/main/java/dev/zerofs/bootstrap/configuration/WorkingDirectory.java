package dev.zerofs.bootstrap.configuration;

import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure, before anything else starts, that a configured directory can be worked in. */
public final class WorkingDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(WorkingDirectory.class);

  private WorkingDirectory() {}

  /**
   * Makes the directory of {@code setting} if it is not there. One that is there and cannot be
   * written to is no mistake of who configured it: its disk may have failed, and what is kept in it
   * is for speed.
   *
   * @return the directory
   * @throws SettingException if it cannot be made
   */
  public static Path prepare(Setting<Path> setting, Settings settings) {
    Path directory = settings.value(setting);
    try {
      Files.createDirectories(directory);
      probe(setting, directory);
      return directory;
    } catch (IOException e) {
      throw settings.mistake(
          setting,
          "'" + directory + "' cannot be used (" + e + "); expected a directory to write in");
    }
  }

  private static void probe(Setting<Path> setting, Path directory) {
    try {
      Files.delete(Files.createTempFile(directory, ".zerofs", ".probe"));
    } catch (IOException e) {
      LOG.warn("{} ({}) cannot be written to: {}", directory, setting.name(), e.toString());
    }
  }
}
