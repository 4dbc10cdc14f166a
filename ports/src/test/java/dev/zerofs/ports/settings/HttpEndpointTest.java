package dev.zerofs.ports.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.zerofs.ports.settings.Settings.Given;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is taken as the address of a service, and what is refused, and how. */
final class HttpEndpointTest {

  private static final Setting<String> URL = Setting.text("some.endpoint", null, "The address.");
  private static final Setting<String> OTHER = Setting.secret("some.other", "Has it inside.");
  private static final HttpEndpoint SERVICE =
      new HttpEndpoint(
          URL,
          "https://some.example.com",
          Setting.flag("some.allow-http", false, "Whether it may be plain."),
          "some.allow-http: true");

  private static Settings given(String... keysAndTexts) {
    Map<String, Given> given = new HashMap<>();
    for (int i = 0; i < keysAndTexts.length; i += 2) {
      given.put(keysAndTexts[i], new Given(keysAndTexts[i + 1], "a file"));
    }
    return Settings.of(given);
  }

  private static String mistake(Settings settings) {
    return String.valueOf(
        assertThrows(SettingException.class, () -> SERVICE.find(settings)).getMessage());
  }

  @Test
  void nothingIsFoundWhereNothingIsGiven() {
    assertEquals(Optional.empty(), SERVICE.find(Settings.defaults()));
  }

  @Test
  void whatIsGivenIsFound() {
    for (String url : List.of("https://x", "HTTPS://x:9000/path", "https://[::1]:1")) {
      assertEquals(
          Optional.of(URI.create(url)), SERVICE.find(given("some.endpoint", " " + url + " ")));
    }
  }

  @Test
  void whatIsNoEndpointIsRefusedAndNotShown() {
    for (String text :
        List.of(
            "x",
            "x:9000",
            "ftp://x",
            "https://",
            "https:///x",
            "a b",
            "",
            "https://id:hush@x",
            "https://x?sig=hush")) {
      assertEquals(
          "some.endpoint (a file): expected a URL like https://some.example.com",
          mistake(given("some.endpoint", text)),
          text);
    }
  }

  @Test
  void plainHttpIsRefusedUnlessItIsAllowed() {
    for (String url : List.of("http://x:9000", "HTTP://x:9000")) {
      assertEquals(
          "some.endpoint (a file): '"
              + url
              + "' is plain http, over which anybody on the way reads and changes the data;"
              + " use https, or allow it with some.allow-http: true",
          mistake(given("some.endpoint", url)));
      assertEquals(
          Optional.of(URI.create(url)),
          SERVICE.find(given("some.endpoint", url, "some.allow-http", "true")));
    }
  }

  @Test
  void anAddressFromElsewhereIsRefusedInTheNameOfItsSetting() {
    URI plain = URI.create("http://x");
    SettingException refusal =
        assertThrows(
            SettingException.class,
            () -> SERVICE.requireAllowed(given("some.other", "…"), OTHER, plain));
    assertEquals("some.other", refusal.key());
    assertEquals(plain, SERVICE.requireAllowed(given("some.allow-http", "true"), OTHER, plain));
  }
}
