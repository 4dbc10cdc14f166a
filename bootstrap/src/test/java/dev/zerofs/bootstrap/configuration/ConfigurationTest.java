package dev.zerofs.bootstrap.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.Settings.Given;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

  @TempDir private Path directory = Path.of("set by JUnit");

  @Test
  void withNothingGivenTheEmbeddedVolumeIsServed() {
    Settings settings = Samples.load(Map.of());
    assertEquals(
        "file://" + Samples.DATA + "/volume", settings.value(ServerSettings.STORE_URL).toString());
    assertEquals(Samples.DATA.resolve("cache"), settings.value(ServerSettings.CACHE_DIRECTORY));
    assertEquals(Samples.DATA + "/cache-journal", settings.value(Samples.JOURNAL));
    assertEquals("127.0.0.1:2049", settings.value(Samples.LISTEN));
  }

  @Test
  void flagsBeatVariablesBeatTheFileBeatsDefaults() throws IOException {
    Path file = write("a.yaml", "nfs:\n  listen: file:1\n  calls-max: 7\nengine: of-file\n");
    Map<String, String> environment =
        Map.of("ZEROFS_NFS_LISTEN", "variable:2", "ZEROFS_NFS_CALLS_MAX", "8");
    Settings settings =
        Samples.in(environment)
            .load(Optional.of(file), Map.of("nfs.listen", Samples.flag("flag:3", "--listen")));
    assertEquals(new Given("flag:3", "--listen"), settings.given().get("nfs.listen"));
    assertEquals(
        new Given("8", "environment variable ZEROFS_NFS_CALLS_MAX"),
        settings.given().get("nfs.calls-max"));
    assertEquals(new Given("of-file", file.toString()), settings.given().get("engine"));
    assertEquals("nfs3", settings.value(ServerSettings.PROTOCOLS).getFirst());
  }

  @Test
  void anOwnVariableBeatsAVariableOfTheEight() {
    Map<String, String> environment =
        Map.of(
            "AWS_S3_BUCKET", "one",
            "SLATEDB_CACHE_DIR", "/c",
            "SLATEDB_CACHE_SIZE_GB", "1",
            "ZEROFS_STORE_URL", "s3://two/prefix");
    assertEquals(
        "s3://two/prefix", Samples.load(environment).value(ServerSettings.STORE_URL).toString());
  }

  @Test
  void aBucketVariableBeatsTheFileButADefaultBucketDoesNot() throws IOException {
    Path file = write("a.yaml", "store.url: s3://of-file\ncache: {dir: /c, size: 1GB}\n");
    assertEquals("s3://of-file", store(Samples.load(file, Map.of("AWS_ENDPOINT_URL", "http://e"))));
    assertEquals("s3://mine", store(Samples.load(file, Map.of("AWS_S3_BUCKET", "mine"))));
  }

  @Test
  void anUnknownKeyIsNamedWithWhatWasMeant() throws IOException {
    Path file = write("a.yaml", "nfs:\n  listn: 127.0.0.1:2049\n");
    assertEquals(
        "nfs.listn (" + file + "): is not a known key; did you mean nfs.listen?",
        Samples.mistake(() -> Samples.load(file, Map.of())));
    Path far = write("b.properties", "utterly.different.thing=1\n");
    assertEquals(
        "utterly.different.thing (" + far + "): is not a known key",
        Samples.mistake(() -> Samples.load(far, Map.of())));
    assertEquals(
        "ZEROFS_NFS_LISTN (environment): is no known key's variable;"
            + " did you mean ZEROFS_NFS_LISTEN?",
        Samples.mistake(() -> Samples.load(Map.of("ZEROFS_NFS_LISTN", "x"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nfs.calls-max | many | 'many' is not a whole number from 1 to 1000",
        "nfs.calls-max | 0 | '0' is not a whole number from 1 to 1000",
        "s3.allow-http | yes | 'yes' is not true or false",
        "cache.size | 0 | '0' is not a size from 1 to 9223372036854775807 bytes, like 512MiB",
        "cache.size | 5 parsecs | '5 parsecs' is not a size from 1 to 9223372036854775807 bytes,"
            + " like 512MiB",
        "log.level | loud | 'loud' is not one of error, warn, info, debug, trace",
        "store.url | /srv/zerofs | '/srv/zerofs' is not a URL like file:///srv/zerofs,"
            + " s3://bucket/prefix or memory://name",
        "store.url | s3:// bad | 's3:// bad' is not a URL like file:///srv/zerofs,"
            + " s3://bucket/prefix or memory://name",
      })
  void aValueOfTheWrongTypeIsNamedWithItsPlaceAndWhatWasExpected(
      String key, String text, String problem) throws IOException {
    Path file = write("a.properties", key + " = " + text + "\n");
    assertEquals(
        key + " (" + file + "): " + problem, Samples.mistake(() -> Samples.load(file, Map.of())));
    String variable = EnvironmentVariables.variableOf(key);
    assertEquals(
        key + " (environment variable " + variable + "): " + problem,
        Samples.mistake(() -> Samples.load(Map.of(variable, text))));
  }

  @Test
  void everyVolumeHasACacheOfItsOwnUnlessTold() {
    Map<String, String> one = Map.of("ZEROFS_STORE_URL", "file:///srv/one");
    Map<String, String> sameOne = Map.of("ZEROFS_STORE_URL", "file:///srv/one/");
    Map<String, String> two = Map.of("ZEROFS_STORE_URL", "file:///srv/two");
    Path cache = Samples.load(one).value(ServerSettings.CACHE_DIRECTORY);
    assertEquals(cache, Samples.load(sameOne).value(ServerSettings.CACHE_DIRECTORY));
    assertFalse(cache.equals(Samples.load(two).value(ServerSettings.CACHE_DIRECTORY)));
    assertTrue(cache.startsWith(Samples.DATA.resolve("stores")));
    assertEquals(cache + "-journal", Samples.load(one).value(Samples.JOURNAL));
  }

  @Test
  void theJournalStaysInsideACacheDirectoryThatHasOne() throws IOException {
    Path cache = Files.createDirectories(directory.resolve("cache"));
    Map<String, String> environment = Map.of("ZEROFS_CACHE_DIR", cache.toString());
    assertEquals(cache + "-journal", Samples.load(environment).value(Samples.JOURNAL));
    Files.createDirectories(cache.resolve("journal"));
    assertEquals(cache + "/journal", Samples.load(environment).value(Samples.JOURNAL));
    assertEquals("/journal", Samples.load(Map.of("ZEROFS_CACHE_DIR", "/")).value(Samples.JOURNAL));
    assertEquals(
        "/j",
        Samples.load(Map.of("ZEROFS_CACHE_DIR", cache.toString(), "ZEROFS_JOURNAL_DIR", "/j"))
            .value(Samples.JOURNAL));
  }

  private static String store(Settings settings) {
    return settings.value(ServerSettings.STORE_URL).toString();
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }
}
