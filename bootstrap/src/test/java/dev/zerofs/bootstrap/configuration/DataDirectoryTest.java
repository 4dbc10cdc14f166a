package dev.zerofs.bootstrap.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {

  @Test
  void isWherePlatformsKeepData() {
    assertEquals(
        Path.of("/home/ada/.local/share/zerofs"), DataDirectory.of(Map.of(), "Linux", "/home/ada"));
    assertEquals(
        Path.of("/data/zerofs"),
        DataDirectory.of(Map.of("XDG_DATA_HOME", "/data"), "Linux", "/home/ada"));
    assertEquals(
        Path.of("/home/ada/.local/share/zerofs"),
        DataDirectory.of(Map.of("XDG_DATA_HOME", "relative"), "Linux", "/home/ada"));
    assertEquals(
        Path.of("/Users/ada/Library/Application Support/ZeroFS"),
        DataDirectory.of(Map.of(), "Mac OS X", "/Users/ada"));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "?"})
  void whoHasNoHomeMustSayWhere(String home) {
    assertEquals(
        "store.url (default): there is no home directory for the default volume; expected a URL"
            + " like file:///srv/zerofs, s3://bucket/prefix or memory://name",
        Samples.mistake(() -> DataDirectory.of(Map.of(), "Linux", home)));
  }
}
