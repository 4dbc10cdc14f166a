package dev.zerofs.ports.settings;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the texts of the standard kinds of settings are read. */
final class SettingParsers {

  private static final Pattern QUANTITY = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([A-Za-z]*)");

  private static final Map<String, Long> SIZE_UNITS =
      Map.of(
          "", 1L,
          "B", 1L,
          "KB", 1_000L,
          "MB", 1_000_000L,
          "GB", 1_000_000_000L,
          "TB", 1_000_000_000_000L,
          "KIB", 1L << 10,
          "MIB", 1L << 20,
          "GIB", 1L << 30,
          "TIB", 1L << 40);

  private static final Map<String, Long> TIME_UNITS =
      Map.of(
          "MS", 1_000_000L,
          "S", 1_000_000_000L,
          "M", 60_000_000_000L,
          "H", 3_600_000_000_000L,
          "D", 86_400_000_000_000L);

  private SettingParsers() {}

  static long number(String text, long min, long max) {
    return inRange(Long.parseLong(text.strip()), min, max);
  }

  static long sizeBytes(String text, long min, long max) {
    return inRange(quantity(text, SIZE_UNITS), min, max);
  }

  static long durationNanos(String text) {
    return quantity(text, TIME_UNITS);
  }

  static boolean flag(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("not true or false");
    };
  }

  static <E extends Enum<E>> E choice(Class<E> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> nameOf(constant).equals(text.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not " + choicesOf(type)));
  }

  static <E extends Enum<E>> String choicesOf(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(SettingParsers::nameOf)
        .collect(Collectors.joining(", ", "one of ", ""));
  }

  static String nameOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static long quantity(String text, Map<String, Long> units) {
    Matcher matcher = QUANTITY.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a number with a unit");
    }
    Long unit = units.get(matcher.group(2).toUpperCase(Locale.ROOT));
    if (unit == null) {
      throw new IllegalArgumentException("unknown unit " + matcher.group(2));
    }
    try {
      return new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("not a whole number of the smallest unit", e);
    }
  }

  private static long inRange(long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException("not from " + min + " to " + max);
    }
    return value;
  }
}
