package dev.zerofs.bootstrap.configuration;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.Settings.Given;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.function.Executable;

/** What the tests of this package configure: the program's own keys and some of adapters. */
final class Samples {

  static final Setting<String> LISTEN = Setting.text("nfs.listen", "127.0.0.1:2049", "Where.");
  static final Setting<Long> CALLS = Setting.number("nfs.calls-max", 100L, 1, 1000, "How many.");
  static final Setting<Boolean> HTTP = Setting.flag("s3.allow-http", false, "Whether.");
  static final Setting<String> SECRET = Setting.secret("s3.secret-access-key", "The secret.");
  static final Setting<String> TOKEN = Setting.secret("s3.session-token", "The token.");
  static final Setting<String> KEY_ID = Setting.text("s3.access-key-id", null, "Who.");
  static final Setting<String> REGION = Setting.text("s3.region", "us-east-1", "Where.");
  static final Setting<String> ENDPOINT = Setting.text("s3.endpoint", null, "Which.");
  static final Setting<Long> CACHE_BYTES =
      Setting.sizeBytes("cache.size", "1GB", 1, Long.MAX_VALUE, "How much.");
  static final Setting<String> CA_FILE = Setting.text("s3.ca-file", null, "Who is trusted.");
  static final Setting<String> JOURNAL = Setting.text("journal.dir", null, "The journal.");

  /** The data directory of a person whose home is nowhere near the machine's. */
  static final Path DATA = Path.of("/home/ada/.local/share/zerofs");

  private Samples() {}

  static KnownSettings known() {
    List<Setting<?>> all = new ArrayList<>(ServerSettings.ALL);
    all.addAll(List.of(LISTEN, CALLS, HTTP, SECRET, TOKEN, KEY_ID, REGION, ENDPOINT, CA_FILE));
    all.addAll(List.of(CACHE_BYTES, JOURNAL));
    return new KnownSettings(all);
  }

  static Configuration in(Map<String, String> environment) {
    return new Configuration(known(), environment, () -> DATA);
  }

  static Settings load(Map<String, String> environment) {
    return in(environment).load(Optional.empty(), Map.of());
  }

  static Settings load(Path file, Map<String, String> environment) {
    return in(environment).load(Optional.of(file), Map.of());
  }

  static Given flag(String text, String flag) {
    return new Given(text, flag);
  }

  /** The message of the one mistake that {@code action} finds. */
  static String mistake(Executable action) {
    return String.valueOf(assertThrows(SettingException.class, action).getMessage());
  }
}
