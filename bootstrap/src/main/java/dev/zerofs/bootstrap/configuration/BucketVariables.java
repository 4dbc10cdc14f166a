package dev.zerofs.bootstrap.configuration;

import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings.Given;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The eight environment variables that alone, without a file, start a server on S3. Their names and
 * meaning never change. An empty variable counts as not set.
 */
final class BucketVariables {

  static final String CACHE_DIRECTORY = "SLATEDB_CACHE_DIR";
  static final String CACHE_SIZE = "SLATEDB_CACHE_SIZE_GB";

  /** The engine's. */
  private static final String CACHE_SIZE_KEY = "cache.size";

  static final String ENDPOINT = "AWS_ENDPOINT_URL";
  static final String BUCKET = "AWS_S3_BUCKET";

  /** Beside the eight: temporary credentials in the environment are worth nothing without it. */
  private static final String SESSION_TOKEN = "AWS_SESSION_TOKEN";

  /**
   * Beside the eight: what every tool for S3 heeds where a proxy or an endpoint is certified at
   * home.
   */
  private static final String CA_BUNDLE = "AWS_CA_BUNDLE";

  private static final String ACCESS_KEY_ID = "AWS_ACCESS_KEY_ID";
  private static final String DEFAULT_BUCKET = "slatedb";

  /** Any of these says that the volume is on S3; credentials or a region alone do not. */
  private static final List<String> SELECTORS =
      List.of(BUCKET, ENDPOINT, CACHE_DIRECTORY, CACHE_SIZE);

  private static final Map<String, String> PLAIN_KEYS =
      Map.of(
          CACHE_DIRECTORY,
          ServerSettings.CACHE_DIRECTORY.name(),
          ENDPOINT,
          "s3.endpoint",
          "AWS_ACCESS_KEY_ID",
          "s3.access-key-id",
          "AWS_SECRET_ACCESS_KEY",
          "s3.secret-access-key",
          "AWS_DEFAULT_REGION",
          "s3.region",
          "AWS_ALLOW_HTTP",
          "s3.allow-http",
          CA_BUNDLE,
          "s3.ca-file");

  private static final Pattern BUCKET_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{2,254}");
  private static final Pattern POSITIVE = Pattern.compile("\\d{1,18}(\\.\\d{1,18})?");
  private static final BigDecimal BYTES_PER_GIGABYTE = BigDecimal.valueOf(1_000_000_000L);

  private final Map<String, String> environment;

  BucketVariables(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * What the variables that are set give to known keys: credentials in the environment are no
   * mistake where there is no adapter for S3.
   *
   * @throws SettingException if the bucket or the cache size is malformed
   */
  Map<String, Given> read(KnownSettings known) {
    Map<String, Given> result = new LinkedHashMap<>();
    PLAIN_KEYS.forEach(
        (variable, key) ->
            value(variable).ifPresent(text -> result.put(key, given(text, variable))));
    value(ACCESS_KEY_ID)
        .flatMap(_ -> value(SESSION_TOKEN))
        .ifPresent(text -> result.put("s3.session-token", given(text, SESSION_TOKEN)));
    value(CACHE_SIZE)
        .ifPresent(text -> result.put(CACHE_SIZE_KEY, given(sizeBytes(text), CACHE_SIZE)));
    value(BUCKET)
        .ifPresent(
            text -> result.put(ServerSettings.STORE_URL.name(), given(bucketUrl(text), BUCKET)));
    result.keySet().retainAll(known.names());
    return result;
  }

  /** The default bucket's URL if a variable selects S3. */
  Optional<Given> defaultBucket() {
    return SELECTORS.stream()
        .filter(variable -> value(variable).isPresent())
        .findFirst()
        .map(variable -> given("s3://" + DEFAULT_BUCKET, variable));
  }

  /**
   * Checks that what is required beside a store that these variables chose is there.
   *
   * @param values everything configured
   * @throws SettingException for the first that is missing
   */
  void requireCompanions(Map<String, Given> values) {
    Given store = values.get(ServerSettings.STORE_URL.name());
    if (store == null || SELECTORS.stream().noneMatch(name -> isFrom(store, name))) {
      return;
    }
    require(values, ServerSettings.CACHE_DIRECTORY.name(), CACHE_DIRECTORY, "a directory", store);
    require(
        values,
        CACHE_SIZE_KEY,
        CACHE_SIZE,
        "the cache size in gigabytes, a positive number",
        store);
  }

  private static void require(
      Map<String, Given> values, String key, String variable, String expected, Given store) {
    if (!values.containsKey(key)) {
      throw new SettingException(
          key,
          EnvironmentVariables.origin(variable),
          "is missing and required, since " + store.origin() + " selects S3; expected " + expected);
    }
  }

  private Optional<String> value(String variable) {
    return Optional.ofNullable(environment.get(variable))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static Given given(String text, String variable) {
    return new Given(text, EnvironmentVariables.origin(variable));
  }

  private static boolean isFrom(Given given, String variable) {
    return given.origin().equals(EnvironmentVariables.origin(variable));
  }

  private static String bucketUrl(String name) {
    if (!BUCKET_NAME.matcher(name).matches()) {
      throw new SettingException(
          ServerSettings.STORE_URL.name(),
          EnvironmentVariables.origin(BUCKET),
          "'" + name + "' is not the name of a bucket");
    }
    return "s3://" + name;
  }

  private static String sizeBytes(String gigabytes) {
    if (POSITIVE.matcher(gigabytes).matches()) {
      BigDecimal bytes = new BigDecimal(gigabytes).multiply(BYTES_PER_GIGABYTE);
      if (bytes.signum() > 0 && bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
        return Long.toString(Math.max(1, bytes.longValue()));
      }
    }
    throw new SettingException(
        CACHE_SIZE_KEY,
        EnvironmentVariables.origin(CACHE_SIZE),
        "'" + gigabytes + "' is not the cache size in gigabytes, a positive number");
  }
}
