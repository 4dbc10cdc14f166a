package dev.zerofs.bootstrap.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.bootstrap.plugin.ProviderDiscovery;
import dev.zerofs.bootstrap.plugin.Providers;
import dev.zerofs.bootstrap.wiring.Wiring;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code zerofs init} writes, for every store that the program brings. */
class StarterFileTest {

  /** A URL of each scheme; one that is missing here fails the test below. */
  private static final Map<String, String> URLS =
      Map.of(
          "file", "file:///srv/it's%20mine",
          "memory", "memory://scratch",
          "s3", "s3://my-bucket/volumes/a",
          "gs", "gs://my-bucket/volumes/a",
          "azure", "azure://my-container/volumes/a");

  private static final Providers PROVIDERS = ProviderDiscovery.onClassPath();

  @TempDir private Path directory = Path.of("set by JUnit");

  static Stream<String> schemesAndEndings() {
    return PROVIDERS.objectStores().stream()
        .flatMap(provider -> provider.schemes().stream())
        .filter(URLS::containsKey)
        .flatMap(scheme -> Stream.of(scheme + " zerofs.yaml", scheme + " zerofs.properties"));
  }

  @ParameterizedTest
  @MethodSource("schemesAndEndings")
  void itIsReadBackAndWithoutMistakes(String schemeAndName) throws IOException {
    String scheme = schemeAndName.substring(0, schemeAndName.indexOf(' '));
    Path file = directory.resolve(schemeAndName.substring(scheme.length() + 1));
    KnownSettings known = Wiring.knownSettings(PROVIDERS);
    URI url = URI.create(String.valueOf(URLS.get(scheme)));
    List<String> lines = lines(file, url, PROVIDERS, known);
    StarterFile.write(file, lines);

    Map<String, String> environment =
        StarterFile.variables(lines).stream()
            .collect(Collectors.toMap(name -> name, _ -> "avalue"));
    List<String> mistakes = new ArrayList<>();
    Settings settings =
        new Configuration(known, environment, () -> directory)
            .check(file, e -> mistakes.add(String.valueOf(e.getMessage())));
    Wiring.check(PROVIDERS, settings, e -> mistakes.add(String.valueOf(e.getMessage())));
    assertEquals(List.of(), mistakes);
    assertEquals(url, settings.value(ServerSettings.STORE_URL));
    // What shows how to go on is right, too.
    Path uncommented = directory.resolve("all-" + file.getFileName());
    Files.write(
        uncommented,
        lines.stream().map(line -> line.replaceFirst("^# (?=[a-z0-9.-]+(:| =) )", "")).toList());
    var _ =
        new Configuration(known, environment, () -> directory)
            .load(Optional.of(uncommented), Map.of());
  }

  @Test
  void secretsAreReferences() {
    List<String> lines =
        lines(
            Path.of("a.yaml"),
            URI.create("s3://bucket"),
            PROVIDERS,
            Wiring.knownSettings(PROVIDERS));
    assertTrue(lines.contains("s3.secret-access-key: ${env:AWS_SECRET_ACCESS_KEY}"));
    assertEquals(
        List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), StarterFile.variables(lines));
  }

  @Test
  void theStoreOfAPluginIsShownWithAllItsSettings() {
    Providers providers = new Providers(List.of(new Hello()), List.of(), List.of(), List.of());
    List<String> lines =
        lines(
            Path.of("a.properties"),
            URI.create("hello://world"),
            providers,
            Wiring.knownSettings(providers));
    assertTrue(lines.contains("store.url = hello://world"));
    assertTrue(lines.contains("# hello.password = ${env:HELLO_PASSWORD}"));
    assertTrue(lines.contains("# hello.loud = false"));
    assertTrue(lines.contains("# hello.name = text"));
    assertEquals(List.of(), StarterFile.variables(lines));
  }

  @Test
  void aFileThatIsThereStaysAsItIs() throws IOException {
    Path file = Files.writeString(directory.resolve("a.yaml"), "mine");
    assertEquals(
        "init (" + file + "): is there already and stays as it is; expected a new name",
        Samples.mistake(() -> StarterFile.write(file, List.of("x"))));
    assertEquals("mine", Files.readString(file));
    Path nowhere = directory.resolve("missing/a.yaml");
    assertEquals(
        "init (" + nowhere + "): its directory is not there",
        Samples.mistake(() -> StarterFile.write(nowhere, List.of("x"))));
  }

  @Test
  void onlyItsOwnerReadsIt() throws IOException {
    Path file = directory.resolve("a.yaml");
    StarterFile.write(file, List.of("x"));
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      assertEquals(
          Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE),
          Files.getPosixFilePermissions(file));
    }
    assertFalse(Files.readString(file).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.json", "a.xml"})
  void aFileWithoutCommentsIsRefused(String name) {
    String message =
        Samples.mistake(
            () ->
                lines(
                    Path.of(name),
                    URI.create("memory://x"),
                    PROVIDERS,
                    Wiring.knownSettings(PROVIDERS)));
    assertTrue(message.endsWith("expected .yaml or .properties"), message);
  }

  private static List<String> lines(Path file, URI url, Providers providers, KnownSettings known) {
    Settings settings = Settings.defaults();
    return StarterFile.lines(
        file, url, providers.objectStore(url, ServerSettings.STORE_URL, settings), known);
  }

  private static final class Hello implements ObjectStoreProvider {
    @Override
    public String name() {
      return "hello";
    }

    @Override
    public List<Setting<?>> settings() {
      return List.of(
          Setting.secret("hello.password", "The password."),
          Setting.flag("hello.loud", false, "Whether it is loud."),
          Setting.text("hello.name", null, "Whom it greets."));
    }

    @Override
    public Set<String> schemes() {
      return Set.of("hello");
    }

    @Override
    public ObjectStore open(URI url, Settings settings, Clock clock) {
      throw new IllegalStateException("nothing is opened by init");
    }
  }
}
