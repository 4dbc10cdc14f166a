package dev.zerofs.bootstrap.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubstitutionTest {

  private final Substitution substitution =
      new Substitution(Map.of("A", "alpha", "B", "b$0\\", "EMPTY", ""));

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "plain, plain",
        "$5 {x}, $5 {x}",
        "${env:A}, alpha",
        "<${env:A}/${env:B}>, <alpha/b$0\\>",
        "${env:A:-other}, alpha",
        "${env:NONE:-other}, other",
        "${env:NONE:-}, ``",
        "${env:NONE:-a:-b}, a:-b",
        "${env:EMPTY:-other}, ``",
        "$${env:A}, ${env:A}",
        "$$${env:A}, $${env:A}",
      })
  void replaces(String text, String expected) {
    assertEquals(expected, substitution.apply("key", "file", text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"${A}", "${sys:user.home}", "${file:/etc/passwd}", "${env:}", "${env:A"})
  void refusesWhatIsNoVariable(String text) {
    assertEquals(
        "key (file): '"
            + text
            + "' is not a variable; expected ${env:NAME} or ${env:NAME:-default},"
            + " or $${ for a literal ${",
        Samples.mistake(() -> substitution.apply("key", "file", text)));
  }

  @Test
  void refusesAVariableThatIsNotSet() {
    assertEquals(
        "key (file): refers to environment variable NONE, which is not set;"
            + " expected it to be set, or a default as in ${env:NONE:-default}",
        Samples.mistake(() -> substitution.apply("key", "file", "x${env:NONE}")));
  }
}
