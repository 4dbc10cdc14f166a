package dev.zerofs.bootstrap.configuration;

import dev.zerofs.ports.settings.SettingException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces references to environment variables, {@code ${env:NAME}} and {@code
 * ${env:NAME:-default}}, in the values of a configuration file; a doubled dollar sign before the
 * brace makes it literal.
 *
 * <p>The library's own interpolation is not used: it leaves unresolved variables as they stand,
 * knows lookups that read files and system properties, and substitutes once more inside what it has
 * put in, so that a secret that looks like a reference would change.
 */
final class Substitution {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(\\}?)");
  private static final Pattern VARIABLE = Pattern.compile("env:([^:]+)(?::-(.*))?", Pattern.DOTALL);

  private final Map<String, String> environment;

  Substitution(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * The value with every reference replaced.
   *
   * @throws SettingException if a reference is malformed, or names a variable that is not set and
   *     has no default
   */
  String apply(String key, String origin, String text) {
    if (!text.contains("${")) {
      return text;
    }
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      String replacement = matcher.group(1) == null ? "${" : resolve(key, origin, matcher);
      matcher.appendReplacement(result, Matcher.quoteReplacement(replacement));
    }
    return matcher.appendTail(result).toString();
  }

  private String resolve(String key, String origin, Matcher reference) {
    Matcher variable = VARIABLE.matcher(reference.group(1));
    if (reference.group(2).isEmpty() || !variable.matches()) {
      throw new SettingException(
          key,
          origin,
          "'"
              + reference.group()
              + "' is not a variable; expected ${env:NAME} or ${env:NAME:-default},"
              + " or $${ for a literal ${");
    }
    String name = variable.group(1);
    String value = environment.get(name);
    if (value != null) {
      return value;
    }
    if (variable.group(2) != null) {
      return variable.group(2);
    }
    throw new SettingException(
        key,
        origin,
        "refers to environment variable "
            + name
            + ", which is not set; expected it to be set, or a default as in ${env:"
            + name
            + ":-default}");
  }
}
