package dev.zerofs.bootstrap.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zerofs.ports.settings.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketVariablesTest {

  private static final Map<String, String> REQUIRED =
      Map.of("SLATEDB_CACHE_DIR", "/var/cache/z", "SLATEDB_CACHE_SIZE_GB", "10");

  @Test
  void allEightTogether() {
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.put("AWS_ENDPOINT_URL", "http://127.0.0.1:9000");
    environment.put("AWS_S3_BUCKET", "my-bucket");
    environment.put("AWS_ACCESS_KEY_ID", "id");
    environment.put("AWS_SECRET_ACCESS_KEY", "secret");
    environment.put("AWS_DEFAULT_REGION", "eu-central-1");
    environment.put("AWS_ALLOW_HTTP", "true");
    Settings settings = Samples.load(environment);
    assertEquals("s3://my-bucket", store(settings));
    assertEquals(Path.of("/var/cache/z"), settings.value(ServerSettings.CACHE_DIRECTORY));
    assertEquals(10_000_000_000L, settings.value(Samples.CACHE_BYTES));
    assertEquals("http://127.0.0.1:9000", settings.value(Samples.ENDPOINT));
    assertEquals("id", settings.value(Samples.KEY_ID));
    assertEquals("secret", settings.value(Samples.SECRET));
    assertEquals("eu-central-1", settings.value(Samples.REGION));
    assertEquals(true, settings.value(Samples.HTTP));
  }

  @Test
  void theRequiredTwoAloneServeTheDefaultBucketWithoutHttpInTheDefaultRegion() {
    Settings settings = Samples.load(REQUIRED);
    assertEquals("s3://slatedb", store(settings));
    assertEquals("us-east-1", settings.value(Samples.REGION));
    assertEquals(false, settings.value(Samples.HTTP));
    assertEquals(Optional.empty(), settings.find(Samples.KEY_ID));
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_S3_BUCKET, my-bucket, cache.dir, SLATEDB_CACHE_DIR, a directory",
    "AWS_ENDPOINT_URL, https://s3.example.com, cache.dir, SLATEDB_CACHE_DIR, a directory",
    "SLATEDB_CACHE_SIZE_GB, 10, cache.dir, SLATEDB_CACHE_DIR, a directory",
    "SLATEDB_CACHE_DIR, /c, cache.size, SLATEDB_CACHE_SIZE_GB,"
        + " 'the cache size in gigabytes, a positive number'",
  })
  void anyOfFourSelectsS3AndThenTheRequiredTwoMustBeThere(
      String variable, String text, String key, String missing, String expected) {
    assertEquals(
        key
            + " (environment variable "
            + missing
            + "): is missing and required, since environment variable "
            + variable
            + " selects S3; expected "
            + expected,
        Samples.mistake(() -> Samples.load(Map.of(variable, text))));
    // An empty variable is as good as none.
    assertEquals("file://" + Samples.DATA + "/volume", store(Samples.load(Map.of(variable, ""))));
  }

  @Test
  void credentialsAndARegionAloneDoNotSelectS3() {
    Map<String, String> environment =
        Map.of(
            "AWS_ACCESS_KEY_ID", "id",
            "AWS_SECRET_ACCESS_KEY", "secret",
            "AWS_DEFAULT_REGION", "eu-central-1",
            "AWS_ALLOW_HTTP", "true");
    assertEquals("file://" + Samples.DATA + "/volume", store(Samples.load(environment)));
  }

  @Test
  void theTokenOfTemporaryCredentialsGoesWithThem() {
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.put("AWS_SESSION_TOKEN", "token");
    assertEquals(Optional.empty(), Samples.load(environment).find(Samples.TOKEN));
    environment.put("AWS_ACCESS_KEY_ID", "id");
    assertEquals("token", Samples.load(environment).value(Samples.TOKEN));
  }

  /** What the adapter makes of it is in its own test of handshakes. */
  @Test
  void authoritiesThatOtherToolsTrustAreTrusted() {
    Map<String, String> environment = new HashMap<>(REQUIRED);
    assertEquals(Optional.empty(), Samples.load(environment).find(Samples.CA_FILE));
    environment.put("AWS_CA_BUNDLE", "/etc/ssl/ours.pem");
    assertEquals("/etc/ssl/ours.pem", Samples.load(environment).value(Samples.CA_FILE));
  }

  @Test
  void withoutAnAdapterForS3ItsVariablesAreNoMistake() {
    Configuration configuration =
        new Configuration(
            new KnownSettings(ServerSettings.ALL),
            Map.of("AWS_SECRET_ACCESS_KEY", "secret"),
            () -> Samples.DATA);
    assertEquals(
        "file://" + Samples.DATA + "/volume",
        store(configuration.load(Optional.empty(), Map.of())));
  }

  @Test
  void whatIsRequiredMayComeFromElsewhere() {
    Settings settings =
        Samples.in(Map.of("AWS_S3_BUCKET", "my-bucket", "ZEROFS_CACHE_SIZE", "2GiB"))
            .load(Optional.empty(), Map.of("cache.dir", Samples.flag("/c", "--cache")));
    assertEquals("s3://my-bucket", store(settings));
    assertEquals(2L << 30, settings.value(Samples.CACHE_BYTES));
  }

  @Test
  void aStoreOfAnotherOriginNeedsNothing() {
    Settings settings =
        Samples.in(Map.of("AWS_S3_BUCKET", "my-bucket"))
            .load(Optional.empty(), Map.of("store.url", Samples.flag("file:///srv/z", "--store")));
    assertEquals("file:///srv/z", store(settings));
  }

  @ParameterizedTest
  @CsvSource({"10, 10000000000", "0.5, 500000000", "1.5, 1500000000", "0.0000000001, 1"})
  void theSizeIsInGigabytes(String text, long expected) {
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.put("SLATEDB_CACHE_SIZE_GB", text);
    assertEquals(expected, Samples.load(environment).value(Samples.CACHE_BYTES));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "0.0", "ten", "10GB", "1e3", "NaN", "99999999999999999999"})
  void theSizeIsAPositiveNumber(String text) {
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.put("SLATEDB_CACHE_SIZE_GB", text);
    assertEquals(
        "cache.size (environment variable SLATEDB_CACHE_SIZE_GB): '"
            + text
            + "' is not the cache size in gigabytes, a positive number",
        Samples.mistake(() -> Samples.load(environment)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "s3://bucket", "a b", "-", "xy"})
  void theBucketIsAName(String text) {
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.put("AWS_S3_BUCKET", text);
    assertEquals(
        "store.url (environment variable AWS_S3_BUCKET): '"
            + text
            + "' is not the name of a bucket",
        Samples.mistake(() -> Samples.load(environment)));
  }

  @Test
  void plainHttpIsAllowedByTrueAlone() {
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.put("AWS_ALLOW_HTTP", "perhaps");
    assertEquals(
        "s3.allow-http (environment variable AWS_ALLOW_HTTP): 'perhaps' is not true or false",
        Samples.mistake(() -> Samples.load(environment)));
  }

  private static String store(Settings settings) {
    return settings.value(ServerSettings.STORE_URL).toString();
  }
}
