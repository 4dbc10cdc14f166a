package dev.zerofs.ports.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.zerofs.ports.settings.Settings.Given;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of a value names the key and the place where it was given. */
final class SettingsTest {

  private static final Setting<Long> COUNT = Setting.number("a.count", 3L, 1, 9, "A number.");
  private static final Setting<String> NAME = Setting.text("a.name", null, "A name.");
  private static final Setting<Long> PIN =
      new Setting<>("a.pin", "a number", Long::parseLong, null, true, "A secret number.");

  private static Settings given(String key, String text) {
    return Settings.of(Map.of(key, new Given(text, "a file")));
  }

  private static String messageOf(Settings settings, Setting<?> setting) {
    return String.valueOf(
        assertThrows(SettingException.class, () -> settings.value(setting)).getMessage());
  }

  @Test
  void aMistakeNamesWhereTheValueWasGiven() {
    SettingException mistake = given("a.count", "4").mistake(COUNT, "is even");
    assertEquals("a.count (a file): is even", mistake.getMessage());
    assertEquals("a.count", mistake.key());
  }

  @Test
  void aMistakeInWhatWasNotGivenIsTheDefaultsOrTheConfigurations() {
    Settings none = Settings.defaults();
    assertEquals("a.count (default): is odd", none.mistake(COUNT, "is odd").getMessage());
    assertEquals("a.name (configuration): is odd", none.mistake(NAME, "is odd").getMessage());
  }

  @Test
  void whatIsMissingOrNotAsExpectedIsAMistake() {
    assertEquals(
        "a.name (configuration): is missing; expected text", messageOf(Settings.defaults(), NAME));
    assertEquals(
        "a.count (a file): '12' is not a whole number from 1 to 9",
        messageOf(given("a.count", "12"), COUNT));
  }

  @Test
  void aSecretIsNotShown() {
    assertEquals(
        "a.pin (a file): the value is not a number", messageOf(given("a.pin", "hush"), PIN));
  }
}
