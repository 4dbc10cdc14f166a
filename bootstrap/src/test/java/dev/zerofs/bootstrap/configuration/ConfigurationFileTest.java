package dev.zerofs.bootstrap.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.settings.Settings.Given;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationFileTest {

  @TempDir private Path directory = Path.of("set by JUnit");

  @Test
  void yamlSectionsAndDottedKeysAreTheSame() throws IOException {
    Path file =
        write(
            "a.yaml",
            """
            # a comment
            nfs:
              listen: 127.0.0.1:2049
              allow: [10.0.0.0/8, "192.168.0.0/16"]
            cache.size: 1GB
            """);
    assertEquals(
        Map.of(
            "nfs.listen", "127.0.0.1:2049",
            "nfs.allow", "10.0.0.0/8,192.168.0.0/16",
            "cache.size", "1GB"),
        texts(file));
  }

  @Test
  void yamlScalarsStayAsWritten() throws IOException {
    Path file = write("a.yml", "a: off\nb: 0x10\nc: 1:30\nd: 1e3\ne: 2026-11-23\nf: 007\ng: ~\n");
    assertEquals(
        Map.of(
            "a",
            "off",
            "b",
            "0x10",
            "c",
            "1:30",
            "d",
            "1e3",
            "e",
            "2026-11-23",
            "f",
            "007",
            "g",
            "~"),
        texts(file));
  }

  @Test
  void propertiesJsonAndXmlGiveTheSameKeys() throws IOException {
    Map<String, String> expected =
        Map.of("nfs.listen", "[::1]:2049", "nfs.readonly", "true", "engine", "lsm");
    assertEquals(
        expected,
        texts(
            write(
                "a.properties",
                "nfs.listen = [::1]:2049\nnfs.readonly=true\n# comment\nengine: lsm\n")));
    assertEquals(
        expected,
        texts(
            write(
                "a.json",
                "{\"nfs\": {\"listen\": \"[::1]:2049\", \"readonly\": true}, \"engine\":"
                    + " \"lsm\"}")));
    assertEquals(
        expected,
        texts(
            write(
                "a.xml",
                "<zerofs engine=\"lsm\"><nfs listen=\"[::1]:2049\">"
                    + "<readonly>true</readonly></nfs></zerofs>")));
  }

  @Test
  void everyValueTellsItsFile() throws IOException {
    Path file = write("a.properties", "engine=lsm\n");
    assertEquals(
        Map.of("engine", new Given("lsm", file.toString())),
        ConfigurationFile.read(file, Map.of()));
  }

  @Test
  void anEmptyFileGivesNothing() throws IOException {
    assertEquals(Map.of(), texts(write("a.yaml", "# nothing but a comment\n")));
    assertEquals(Map.of(), texts(write("a.properties", "")));
    assertEquals(Map.of(), texts(write("a.xml", "<zerofs/>")));
    assertEquals(Map.of(), texts(write("a.json", "{}")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a.yaml | nfs: [unclosed | is not valid YAML at line 1, column 15",
        "a.yaml | just words | is not valid YAML; expected sections and keys",
        "b.yaml | `a: 1\na: 2` | is not valid YAML at line 2, column 1",
        "a.json | {\"a\": s3cret} | is not valid JSON at line 1, column 7",
        "a.json | [1] | is not valid JSON",
        "a.xml | <zerofs><a></zerofs> | is not valid XML at line 1, column 14",
        "a.xml | <!DOCTYPE z SYSTEM \"file:///etc/passwd\"><z/> | is not valid XML at line 1",
        "a.toml | a = 1 | has an unknown ending; expected .yaml, .yml, .properties, .json or .xml",
        "zerofs | a = 1 | has an unknown ending; expected .yaml",
      })
  void aMalformedFileIsNamedWithThePlace(String name, String content, String expected)
      throws IOException {
    Path file = write(name, content);
    String message = Samples.mistake(() -> ConfigurationFile.read(file, Map.of()));
    assertTrue(message.startsWith("--config (" + file + "): " + expected), message);
    assertFalse(message.contains("s3cret"), message);
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    Path missing = directory.resolve("missing.yaml");
    assertEquals(
        "--config (" + missing + "): does not exist; expected a configuration file",
        Samples.mistake(() -> ConfigurationFile.read(missing, Map.of())));
    Path folder = Files.createDirectory(directory.resolve("folder.yaml"));
    String message = Samples.mistake(() -> ConfigurationFile.read(folder, Map.of()));
    assertTrue(message.startsWith("--config (" + folder + "): cannot be read"), message);
    Path latin = directory.resolve("latin.yaml");
    Files.write(latin, "engine: ü".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        "--config (" + latin + "): is not text in UTF-8",
        Samples.mistake(() -> ConfigurationFile.read(latin, Map.of())));
  }

  @Test
  void aKeyIsGivenOnceAndWithAValue() throws IOException {
    Path twice = write("a.properties", "engine=lsm\nengine=other\n");
    assertEquals(
        "engine (" + twice + "): is given twice",
        Samples.mistake(() -> ConfigurationFile.read(twice, Map.of())));
    Path both = write("both.yaml", "nfs:\n  listen: a\nnfs.listen: b\n");
    assertEquals(
        "nfs.listen (" + both + "): is given twice",
        Samples.mistake(() -> ConfigurationFile.read(both, Map.of())));
    Path empty = write("empty.yaml", "nfs:\n  listen:\n");
    assertEquals(
        "nfs.listen (" + empty + "): has no value; expected one, or no such line",
        Samples.mistake(() -> ConfigurationFile.read(empty, Map.of())));
    Path sections = write("sections.yaml", "nfs:\n  - listen: a\n  - listen: b\n");
    assertEquals(
        "nfs (" + sections + "): is a list of sections; expected values",
        Samples.mistake(() -> ConfigurationFile.read(sections, Map.of())));
  }

  @Test
  void nothingElseIsReadOnBehalfOfAFile() throws IOException {
    write("other.properties", "engine=lsm\n");
    assertEquals(
        Map.of("include", "other.properties"),
        texts(write("a.properties", "include = other.properties\n")));
  }

  @Test
  void variablesAreSubstituted() throws IOException {
    Path file = write("a.yaml", "s3:\n  secret-access-key: ${env:SECRET}\n");
    // What a variable holds is not looked into again.
    String secret = "a${env:B}\\$1";
    assertEquals(
        Map.of("s3.secret-access-key", new Given(secret, file.toString())),
        ConfigurationFile.read(file, Map.of("SECRET", secret)));
    assertEquals(
        "s3.secret-access-key ("
            + file
            + "): refers to environment variable SECRET, which is not set; expected it to be set,"
            + " or a default as in ${env:SECRET:-default}",
        Samples.mistake(() -> ConfigurationFile.read(file, Map.of())));
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private static Map<String, String> texts(Path file) {
    return ConfigurationFile.read(file, Map.of()).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().text()));
  }
}
