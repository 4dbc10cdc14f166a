package dev.zerofs.bootstrap.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zerofs.bootstrap.plugin.ProviderDiscovery;
import dev.zerofs.bootstrap.wiring.Wiring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReferenceTest {

  /** The keys of a store that is on the class path of tests alone. */
  private static final String OF_TESTS = "| `faulty.";

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
        Reference.lines(Wiring.knownSettings(ProviderDiscovery.onClassPath())).stream()
            .filter(line -> !line.startsWith(OF_TESTS))
            .collect(Collectors.joining("\n"));
    assertEquals(
        printed, written, "the table of docs/configuration.md: zerofs config reference prints it");
  }
}
