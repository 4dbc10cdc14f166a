package dev.zerofs.bootstrap.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.Settings.Given;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkingDirectoryTest {

  @TempDir private Path directory = Path.of("set by JUnit");

  @Test
  void makesTheDirectoryAndLeavesNothingInIt() throws IOException {
    Path cache = directory.resolve("a/b/cache");
    assertEquals(cache, prepare(cache));
    try (var files = Files.list(cache)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void namesADirectoryThatCannotBeMade() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    String message = Samples.mistake(() -> prepare(file.resolve("cache")));
    assertTrue(
        message.startsWith("cache.dir (--cache): '" + file.resolve("cache") + "' cannot be used"),
        message);
    assertTrue(message.endsWith("expected a directory to write in"), message);
  }

  private static Path prepare(Path cache) {
    return WorkingDirectory.prepare(
        ServerSettings.CACHE_DIRECTORY,
        Settings.of(Map.of("cache.dir", new Given(cache.toString(), "--cache"))));
  }
}
