package dev.zerofs.ports.settings;

import dev.zerofs.ports.settings.Settings.Given;
import java.util.HashMap;
import java.util.Map;

/** Settings that a test gives. */
public final class TestSettings {

  private TestSettings() {}

  /** These, and the defaults of all others. */
  public static Settings of(Map<String, String> texts) {
    return of(texts, Map.of());
  }

  /** The usual ones of a test, but for what {@code more} says, and the defaults of all others. */
  public static Settings of(Map<String, String> usual, Map<String, String> more) {
    Map<String, Given> given = new HashMap<>();
    usual.forEach((key, text) -> given.put(key, new Given(text, "test")));
    more.forEach((key, text) -> given.put(key, new Given(text, "test")));
    return Settings.of(given);
  }
}
