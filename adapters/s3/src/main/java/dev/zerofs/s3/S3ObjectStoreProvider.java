package dev.zerofs.s3;

import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** Makes stores of {@code s3://bucket/prefix} URLs. The bucket must be there. */
public final class S3ObjectStoreProvider implements ObjectStoreProvider {

  private final UnaryOperator<SdkHttpClient> wire;

  /** For {@link java.util.ServiceLoader}. */
  public S3ObjectStoreProvider() {
    this(UnaryOperator.identity());
  }

  /** A provider whose requests pass through {@code wire}, where a test can break them. */
  S3ObjectStoreProvider(UnaryOperator<SdkHttpClient> wire) {
    this.wire = wire;
  }

  @Override
  public String name() {
    return "s3";
  }

  @Override
  public List<Setting<?>> settings() {
    return S3Settings.ALL;
  }

  @Override
  public Set<String> schemes() {
    return Set.of("s3");
  }

  /** Opens the store and lists one object, so that a wrong name or key shows at the start. */
  @Override
  public ObjectStore open(URI url, Settings settings, Clock clock) {
    S3Location location = S3Location.of(url);
    Optional<URI> endpoint = S3Settings.endpoint(settings);
    Optional<AwsCredentialsProvider> credentials = credentials(settings);
    SdkHttpClient http = wire.apply(httpClient(settings));
    S3Client client = client(settings, endpoint, credentials, http);
    Runnable closing =
        () -> {
          client.close();
          http.close();
        };
    S3ObjectStore store = new S3ObjectStore(client, location, closing);
    try {
      store.list("", null, 1);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
    return store;
  }

  /** The given credentials; empty for the SDK's default chain. */
  private static Optional<AwsCredentialsProvider> credentials(Settings settings) {
    Optional<String> id = settings.find(S3Settings.ACCESS_KEY_ID);
    Optional<String> secret = settings.find(S3Settings.SECRET_ACCESS_KEY);
    Optional<String> token = settings.find(S3Settings.SESSION_TOKEN);
    if (id.isPresent() != secret.isPresent()) {
      Setting<?> given = id.isPresent() ? S3Settings.ACCESS_KEY_ID : S3Settings.SECRET_ACCESS_KEY;
      Setting<?> other = id.isPresent() ? S3Settings.SECRET_ACCESS_KEY : S3Settings.ACCESS_KEY_ID;
      throw S3Settings.mistake(
          settings, given, "is given without " + other.name() + "; expected both or neither");
    }
    return id.flatMap(key -> secret.map(value -> fixed(key, value, token)));
  }

  private static AwsCredentialsProvider fixed(String id, String secret, Optional<String> token) {
    return StaticCredentialsProvider.create(
        token
            .<AwsCredentials>map(value -> AwsSessionCredentials.create(id, secret, value))
            .orElseGet(() -> AwsBasicCredentials.create(id, secret)));
  }

  private static SdkHttpClient httpClient(Settings settings) {
    return Apache5HttpClient.builder()
        .maxConnections(settings.value(S3Settings.CONNECTIONS_MAX).intValue())
        .connectionTimeout(duration(settings, S3Settings.CONNECT_TIMEOUT))
        .connectionAcquisitionTimeout(duration(settings, S3Settings.ATTEMPT_TIMEOUT))
        .socketTimeout(duration(settings, S3Settings.IDLE_TIMEOUT))
        .tcpKeepAlive(true)
        .build();
  }

  private static S3Client client(
      Settings settings,
      Optional<URI> endpoint,
      Optional<AwsCredentialsProvider> credentials,
      SdkHttpClient http) {
    boolean amazon = endpoint.isEmpty();
    boolean checksums = settings.value(S3Settings.CHECKSUMS).orElse(amazon);
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(Attempts.observed(http))
            .region(Region.of(settings.value(S3Settings.REGION)))
            .credentialsProvider(
                credentials.orElseGet(() -> DefaultCredentialsProvider.builder().build()))
            .forcePathStyle(settings.value(S3Settings.PATH_STYLE).orElse(!amazon))
            .serviceConfiguration(
                S3Configuration.builder()
                    .chunkedEncodingEnabled(
                        settings.value(S3Settings.CHUNKED_ENCODING).orElse(amazon))
                    // A round trip before every body costs more than a refused body now and then.
                    .expectContinueEnabled(false)
                    .build())
            .overrideConfiguration(
                o ->
                    o.retryStrategy(retryStrategy(settings))
                        .apiCallAttemptTimeout(duration(settings, S3Settings.ATTEMPT_TIMEOUT)));
    endpoint.ifPresent(builder::endpointOverride);
    if (checksums) {
      return builder.build();
    }
    return builder
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        // A delete of many needs some checksum, and older stores know only MD5.
        .addPlugin(LegacyMd5Plugin.create())
        .build();
  }

  /** The one stated policy: the SDK's standard one, and it waits out racing conditional puts. */
  private static RetryStrategy retryStrategy(Settings settings) {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(settings.value(S3Settings.ATTEMPTS_MAX).intValue())
        .retryOnException(S3Failures::isConditionalConflict)
        .build();
  }

  private static Duration duration(Settings settings, Setting<Long> setting) {
    return Duration.ofNanos(settings.value(setting));
  }
}
