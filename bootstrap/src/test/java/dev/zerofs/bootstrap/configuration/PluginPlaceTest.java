package dev.zerofs.bootstrap.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.zerofs.ports.settings.SettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginPlaceTest {

  @TempDir private Path home = Path.of("set by JUnit");

  @Test
  void withoutAWordItIsBesideTheProgramIfItIsThere() throws Exception {
    assertEquals(Optional.empty(), PluginPlace.find(Optional.empty(), Map.of(), null));
    assertEquals(Optional.empty(), find(Optional.empty(), Map.of()));
    Path plugins = Files.createDirectory(home.resolve("plugins"));
    assertEquals(Optional.of(plugins), find(Optional.empty(), Map.of()));
  }

  @Test
  void theVariableIsStrongerThanTheFile() throws Exception {
    Path named = Files.createDirectory(home.resolve("named"));
    Path other = Files.createDirectory(home.resolve("other"));
    Path file = Files.writeString(home.resolve("zerofs.yaml"), "plugins:\n  dir: " + named + "\n");
    assertEquals(Optional.of(named), find(Optional.of(file), Map.of()));
    Map<String, String> environment = Map.of("ZEROFS_PLUGINS_DIR", other.toString());
    assertEquals(Optional.of(other), find(Optional.of(file), environment));
  }

  @Test
  void oneThatIsNamedAndNotThereIsAMistake() {
    Path gone = home.resolve("gone");
    assertEquals(
        "plugins.dir (environment variable ZEROFS_PLUGINS_DIR): '"
            + gone
            + "' is not there; expected a directory",
        assertThrows(
                SettingException.class,
                () -> find(Optional.empty(), Map.of("ZEROFS_PLUGINS_DIR", gone.toString())))
            .getMessage());
  }

  private Optional<Path> find(Optional<Path> file, Map<String, String> environment) {
    return PluginPlace.find(file, environment, home.toString());
  }
}
