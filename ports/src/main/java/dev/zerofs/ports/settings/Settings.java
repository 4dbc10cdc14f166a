package dev.zerofs.ports.settings;

import java.util.Map;
import java.util.Optional;

/** The values that a person gave, by key. Immutable; safe for use by any number of threads. */
public final class Settings {

  /**
   * One given value.
   *
   * @param text what was given, after substitution
   * @param origin where it was given, for messages, such as {@code zerofs.yaml} or {@code
   *     environment variable AWS_S3_BUCKET}
   */
  public record Given(String text, String origin) {}

  private final Map<String, Given> given;

  private Settings(Map<String, Given> given) {
    this.given = Map.copyOf(given);
  }

  /** Settings with these values. */
  public static Settings of(Map<String, Given> given) {
    return new Settings(given);
  }

  /** Settings in which everything has its default. */
  public static Settings defaults() {
    return new Settings(Map.of());
  }

  /** Everything that was given. */
  public Map<String, Given> given() {
    return given;
  }

  /**
   * The value of {@code setting}: what was given, else its default.
   *
   * @throws SettingException if what was given is not as expected, or nothing was and there is no
   *     default
   */
  public <T> T value(Setting<T> setting) {
    return find(setting)
        .orElseThrow(() -> mistake(setting, "is missing; expected " + setting.expected()));
  }

  /**
   * The value of {@code setting}: what was given, else its default, else empty.
   *
   * @throws SettingException if what was given is not as expected
   */
  public <T> Optional<T> find(Setting<T> setting) {
    Given value = given.get(setting.name());
    if (value != null) {
      return Optional.of(parse(setting, value));
    }
    return Optional.ofNullable(setting.defaultText()).map(setting.parser());
  }

  /**
   * A mistake in the value of {@code setting}, to be thrown: it names where the value was given, or
   * that it is the default.
   *
   * @param problem what is wrong and what was expected; never a secret
   */
  public SettingException mistake(Setting<?> setting, String problem) {
    Given value = given.get(setting.name());
    String absent = setting.defaultText() == null ? "configuration" : "default";
    return new SettingException(setting.name(), value == null ? absent : value.origin(), problem);
  }

  private <T> T parse(Setting<T> setting, Given value) {
    try {
      return setting.parser().apply(value.text());
    } catch (IllegalArgumentException e) {
      String shown = setting.secret() ? "the value" : "'" + value.text() + "'";
      throw mistake(setting, shown + " is not " + setting.expected());
    }
  }
}
