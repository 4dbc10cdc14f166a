package dev.zerofs.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.bootstrap.plugin.TinyJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program with a plug-in directory: what it lists, what it serves, how it refuses. */
class PluginsIT {

  private static final String BROKEN = "cannot be used: broken.jar cannot be read as a jar";

  @TempDir private Path home = Path.of("set by JUnit");
  private Path plugins = Path.of("set before each test");

  @BeforeEach
  void makeDirectory() throws Exception {
    plugins = Files.createDirectory(home.resolve("plugins"));
  }

  @Test
  void theListTellsWhatThereIsAndWhatIsBroken() throws Exception {
    new TinyJar().engine("Tiny", "tiny", "return null;", "").write(plugins.resolve("tiny.jar"));
    try (Program list = run(Map.of(), "plugins")) {
      assertEquals(0, list.exitStatus(), list::errorsText);
      String text = list.output();
      assertTrue(text.contains("engine lsm") && text.contains("built in"), text);
      assertTrue(
          text.lines()
              .anyMatch(line -> line.matches("engine tiny +1\\.2\\.3 +.*/plugins/tiny\\.jar")),
          text);
    }
    Files.writeString(plugins.resolve("broken.jar"), "junk");
    try (Program list = run(Map.of(), "plugins")) {
      assertEquals(1, list.exitStatus(), list::errorsText);
      String text = list.output();
      assertTrue(text.contains("engine tiny"), text);
      assertTrue(text.contains("plug-in broken (") && text.contains(BROKEN), text);
    }
  }

  @Test
  void aBrokenPluginThatNobodyUsesDoesNotKeepTheServerFromStarting() throws Exception {
    Files.writeString(plugins.resolve("broken.jar"), "junk");
    try (Program server = run(Map.of(), "run", "--listen", "127.0.0.1:0")) {
      assertTrue(server.port() > 0);
      assertTrue(server.errorsText().contains(BROKEN), server::errorsText);
      server.terminate();
      assertEquals(0, server.exitStatus(), server::errorsText);
    }
  }

  @Test
  void oneThatIsUsedIsStatusTwoAndOneLine() throws Exception {
    Files.writeString(plugins.resolve("broken.jar"), "junk");
    try (Program engine = run(Map.of("ZEROFS_ENGINE", "broken"), "run");
        Program key = run(Map.of("ZEROFS_BROKEN_PASSWORD", "x"), "run")) {
      engine.assertFails(2, BROKEN);
      key.assertFails(2, BROKEN);
    }
  }

  @Test
  void thePluginOfTheGuideServes() throws Exception {
    TinyJar jar = new TinyJar().service("ObjectStoreProvider", "com.example.hello.HelloProvider");
    Matcher java =
        Pattern.compile("```java\\n(.*?class (\\w+).*?)```", Pattern.DOTALL).matcher(guide());
    while (java.find()) {
      if (!java.group(2).endsWith("Test")) {
        jar.source(java.group(2), java.group(1));
      }
    }
    jar.write(plugins.resolve("hello.jar"));
    try (Program server =
        run(Map.of(), "run", "--store", "hello://world", "--listen", "127.0.0.1:0")) {
      try (NfsProbe client = new NfsProbe(server.port())) {
        assertEquals(0, client.makeDirectory("made"));
        assertEquals(0, client.lookup("made"));
      }
      server.terminate();
      assertEquals(0, server.exitStatus(), server::errorsText);
      assertTrue(server.errorsText().contains("hello://world#hello"), server::errorsText);
    }
  }

  private static String guide() throws IOException {
    Path inModule = Path.of("docs", "plugins.md");
    return Files.readString(Files.exists(inModule) ? inModule : Path.of("..").resolve(inModule));
  }

  private Program run(Map<String, String> more, String... arguments) throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("ZEROFS_PLUGINS_DIR", plugins.toString());
    return Program.start(home, environment, arguments);
  }
}
