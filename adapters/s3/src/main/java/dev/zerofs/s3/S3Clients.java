package dev.zerofs.s3;

import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
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

/** Makes the SDK's clients as they are configured. */
final class S3Clients {

  private S3Clients() {}

  /**
   * The client of HTTP and TLS below that of S3.
   *
   * @throws SettingException if the authorities' file is of no use
   */
  static SdkHttpClient http(Settings settings) {
    Apache5HttpClient.Builder builder =
        Apache5HttpClient.builder()
            .maxConnections(settings.value(S3Settings.CONNECTIONS_MAX).intValue())
            .connectionTimeout(duration(settings, S3Settings.CONNECT_TIMEOUT))
            .connectionAcquisitionTimeout(duration(settings, S3Settings.ATTEMPT_TIMEOUT))
            .socketTimeout(duration(settings, S3Settings.IDLE_TIMEOUT))
            .tcpKeepAlive(true);
    settings
        .find(S3Settings.CA_FILE)
        .map(file -> authorities(settings, file))
        .ifPresent(trusted -> builder.tlsTrustManagersProvider(() -> trusted));
    return builder.build();
  }

  private static TrustManager[] authorities(Settings settings, Path file) {
    try {
      return TrustedAuthorities.with(file);
    } catch (IOException e) {
      throw settings.mistake(
          S3Settings.CA_FILE, "cannot read '" + file + "'; expected a file of PEM certificates");
    } catch (CertificateException e) {
      throw settings.mistake(
          S3Settings.CA_FILE,
          "'" + file + "' does not hold certificates; expected a file of PEM certificates");
    }
  }

  /**
   * The client of S3.
   *
   * @param endpoint empty for Amazon's own
   * @param http stays the caller's, who closes it after this
   */
  static S3Client s3(
      Settings settings,
      Optional<URI> endpoint,
      AwsCredentialsProvider credentials,
      SdkHttpClient http) {
    boolean amazon = endpoint.isEmpty();
    boolean checksums = settings.value(S3Settings.CHECKSUMS).orElse(amazon);
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(Attempts.observed(http))
            .region(Region.of(settings.value(S3Settings.REGION)))
            .credentialsProvider(credentials)
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
