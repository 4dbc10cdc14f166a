package dev.zerofs.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.plugin.PortsLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is said about plug-ins in more than one place. Their arrows are checked in their builds. */
class PluginsTest {

  private static final Path PLUGINS = Path.of("../plugins");
  private static final Pattern LEVEL = Pattern.compile("<ports\\.level>(\\d+)</ports\\.level>");

  @Test
  void ourOwnAreBuiltForTheLevelOfTheirPorts() throws IOException {
    List<String> stated =
        LEVEL
            .matcher(Files.readString(PLUGINS.resolve("pom.xml")))
            .results()
            .map(level -> level.group(1))
            .toList();
    assertEquals(List.of(String.valueOf(PortsLevel.CURRENT)), stated);
  }

  @Test
  void eachOfOursKeepsThePluginContract() throws IOException {
    try (Stream<Path> modules = Files.list(PLUGINS)) {
      List<Path> all = modules.filter(m -> Files.exists(m.resolve("pom.xml"))).toList();
      assertTrue(all.size() >= 2, all::toString);
      for (Path module : all) {
        assertTrue(extendsContract(module), () -> module + " has no test of PluginContract");
      }
    }
  }

  private static boolean extendsContract(Path module) throws IOException {
    try (Stream<Path> tests = Files.walk(module.resolve("src/test"))) {
      for (Path test : tests.filter(file -> file.toString().endsWith(".java")).toList()) {
        if (Files.readString(test).contains("extends PluginContract")) {
          return true;
        }
      }
      return false;
    }
  }
}
