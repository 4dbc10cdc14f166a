package dev.zerofs.bootstrap.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zerofs.bootstrap.plugin.ProviderDiscovery;
import dev.zerofs.bootstrap.wiring.Wiring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferenceTest {

  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void thePageHasTheTableOfTheCode() throws IOException {
    String written =
        String.join(
            "\n",
            Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.equals("## All keys"))
                .filter(line -> line.startsWith("|"))
                .toList());
    String printed =
        String.join("\n", Reference.lines(Wiring.knownSettings(ProviderDiscovery.onClassPath())));
    assertEquals(
        printed, written, "the table of docs/configuration.md: zerofs config reference prints it");
  }
}
