package dev.zerofs.bootstrap.configuration;

import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings.Given;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Every key has an environment variable: {@code ZEROFS_} and the key in capitals, with {@code _}
 * for {@code .} and {@code -}, so {@code nfs.listen} is {@code ZEROFS_NFS_LISTEN}. An empty
 * variable counts as not set.
 */
final class EnvironmentVariables {

  private static final String PREFIX = "ZEROFS_";

  /** Read by the launcher, not by us. */
  private static final Set<String> LAUNCHER =
      Set.of("ZEROFS_AOT", "ZEROFS_HOME", "ZEROFS_JAVA_HOME", "ZEROFS_JAVA_OPTS");

  /** What Kubernetes sets for a service named zerofs or zerofs-something. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "ZEROFS_(.*_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_\\d+_(TCP|UDP|SCTP)(_.*)?)?)");

  private EnvironmentVariables() {}

  /** The variable of {@code key}. */
  static String variableOf(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** How a value from {@code variable} is told in messages. */
  static String origin(String variable) {
    return "environment variable " + variable;
  }

  /**
   * The values that {@code environment} gives to known keys.
   *
   * @param mistakes told of each variable that is like ours but no key's
   */
  static Map<String, Given> read(
      Map<String, String> environment, KnownSettings known, Consumer<SettingException> mistakes) {
    Map<String, String> keys =
        known.names().stream()
            .collect(Collectors.toMap(EnvironmentVariables::variableOf, Function.identity()));
    Map<String, Given> result = new LinkedHashMap<>();
    new TreeMap<>(environment)
        .tailMap(PREFIX)
        .forEach(
            (variable, text) -> {
              String key = keys.get(variable);
              if (key != null && !text.isBlank()) {
                result.put(key, new Given(text.strip(), origin(variable)));
              } else if (key == null && isOurs(variable)) {
                mistakes.accept(unknown(variable, known.hints(variable, keys.keySet())));
              }
            });
    return result;
  }

  private static boolean isOurs(String variable) {
    return variable.startsWith(PREFIX)
        && !LAUNCHER.contains(variable)
        && !SERVICE_LINK.matcher(variable).matches();
  }

  private static SettingException unknown(String variable, String hints) {
    return new SettingException(variable, "environment", "is no known key's variable" + hints);
  }
}
