package dev.zerofs.ports.settings;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One key that can be configured: its name, how its text is read, its default, what it is for.
 * Providers declare theirs, so that unknown keys can be refused and the reference be generated.
 *
 * @param <T> the type of the value
 * @param name the dotted key, such as {@code nfs.listen}
 * @param expected what a value looks like, for messages and the reference, such as {@code a size in
 *     bytes like 512MiB}
 * @param parser reads the text; throws {@link IllegalArgumentException} if it is not as expected
 * @param defaultText the text that stands for an absent value, or null if the key has no default
 * @param secret whether the value must never be shown
 * @param description one sentence for the reference
 */
public record Setting<T>(
    String name,
    String expected,
    Function<String, T> parser,
    @Nullable String defaultText,
    boolean secret,
    String description) {

  /** Checks that the default is readable. */
  public Setting {
    if (!name.matches("[a-z][a-z0-9]*([.-][a-z0-9]+)*")) {
      throw new IllegalArgumentException("malformed setting name '" + name + "'");
    }
    if (defaultText != null) {
      var _ = parser.apply(defaultText);
    }
  }

  /** A setting for free text. */
  public static Setting<String> text(
      String name, @Nullable String defaultText, String description) {
    return new Setting<>(name, "text", Function.identity(), defaultText, false, description);
  }

  /** A setting for text that is never shown. */
  public static Setting<String> secret(String name, String description) {
    return new Setting<>(name, "text", Function.identity(), null, true, description);
  }

  /** A setting for one of the constants of an enum, written in lower case. */
  public static <E extends Enum<E>> Setting<E> choice(
      String name, Class<E> type, @Nullable E defaultValue, String description) {
    return new Setting<>(
        name,
        SettingParsers.choicesOf(type),
        text -> SettingParsers.choice(type, text),
        defaultValue == null ? null : SettingParsers.nameOf(defaultValue),
        false,
        description);
  }

  /** A setting for a whole number from {@code min} to {@code max}. */
  public static Setting<Long> number(
      String name, @Nullable Long defaultValue, long min, long max, String description) {
    return new Setting<>(
        name,
        "a whole number from " + min + " to " + max,
        text -> SettingParsers.number(text, min, max),
        defaultValue == null ? null : Long.toString(defaultValue),
        false,
        description);
  }

  /**
   * A setting for a size in bytes: a number with an optional unit {@code KB MB GB TB} (powers of
   * 1000) or {@code KiB MiB GiB TiB} (powers of 1024).
   */
  public static Setting<Long> sizeBytes(
      String name, @Nullable String defaultText, long min, long max, String description) {
    return new Setting<>(
        name,
        "a size from " + min + " to " + max + " bytes, like 512MiB",
        text -> SettingParsers.sizeBytes(text, min, max),
        defaultText,
        false,
        description);
  }

  /** A setting for a duration in nanoseconds: a number with a unit {@code ms s m h d}. */
  public static Setting<Long> durationNanos(
      String name, @Nullable String defaultText, String description) {
    return new Setting<>(
        name,
        "a duration like 500ms, 5s, 10m, 1h",
        SettingParsers::durationNanos,
        defaultText,
        false,
        description);
  }

  /** A setting that is {@code true} or {@code false}. */
  public static Setting<Boolean> flag(String name, boolean defaultValue, String description) {
    return new Setting<>(
        name,
        "true or false",
        SettingParsers::flag,
        Boolean.toString(defaultValue),
        false,
        description);
  }
}
