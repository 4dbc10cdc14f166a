package dev.zerofs.bootstrap.configuration;

import dev.zerofs.ports.settings.SettingException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a platform keeps a user's application data: the home of the embedded default volume. */
final class DataDirectory {

  private DataDirectory() {}

  /**
   * The directory for our data; not necessarily there.
   *
   * @param platform the operating system's name, as in the property {@code os.name}
   * @param userHome the user's home directory, as in the property {@code user.home}
   * @throws SettingException if there is no home directory
   */
  static Path of(Map<String, String> environment, String platform, @Nullable String userHome) {
    String name = platform.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows") && isAbsolute(environment.get("LOCALAPPDATA"))) {
      return Path.of(environment.get("LOCALAPPDATA"), "ZeroFS");
    }
    if (isAbsolute(environment.get("XDG_DATA_HOME"))) {
      return Path.of(environment.get("XDG_DATA_HOME"), "zerofs");
    }
    if (!isAbsolute(userHome)) {
      throw new SettingException(
          ServerSettings.STORE_URL.name(),
          "default",
          "there is no home directory for the default volume; expected "
              + ServerSettings.STORE_URL.expected());
    }
    return name.startsWith("mac")
        ? Path.of(userHome, "Library", "Application Support", "ZeroFS")
        : Path.of(userHome, ".local", "share", "zerofs");
  }

  private static boolean isAbsolute(@Nullable String path) {
    return path != null && !path.isEmpty() && Path.of(path).isAbsolute();
  }
}
