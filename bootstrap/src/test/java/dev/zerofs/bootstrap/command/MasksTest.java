package dev.zerofs.bootstrap.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zerofs.ports.settings.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasksTest {

  private static final Setting<String> PLAIN = Setting.text("a.plain", null, "Anything.");
  private static final Setting<String> SECRET = Setting.secret("a.secret", "The secret.");

  @Test
  void aSecretIsNotShown() {
    assertEquals("(secret)", Masks.text(SECRET, "hush"));
  }

  @ParameterizedTest
  @CsvSource({
    "plain text, plain text",
    "s3://bucket/a@b, s3://bucket/a@b",
    "https://ada:hush@s3.example.com/x, https://(secret)@s3.example.com/x",
    "https://ada@s3.example.com, https://(secret)@s3.example.com",
    "https://a.example.com/c?sv=1&sig=hush%3D&x=2, https://a.example.com/c?sv=1&sig=(secret)&x=2",
    "https://a.example.com/c?Token=hush#f, https://a.example.com/c?Token=(secret)#f",
  })
  void whatIsSecretInAUrlIsNotShown(String given, String shown) {
    assertEquals(shown, Masks.text(PLAIN, given));
  }
}
