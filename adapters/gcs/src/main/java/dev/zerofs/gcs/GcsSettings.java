package dev.zerofs.gcs;

import dev.zerofs.ports.objectstore.BucketLocation;
import dev.zerofs.ports.settings.HttpEndpoint;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.SettingException;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/** What can be configured. */
final class GcsSettings {

  private static final Pattern BUCKET_NAMES = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");

  static final Setting<String> ENDPOINT =
      Setting.text(
          "gcs.endpoint",
          null,
          "URL of a service with Google's JSON API; without it Google's own is used.");

  static final Setting<Boolean> ALLOW_HTTP =
      Setting.flag(
          "gcs.allow-http", false, "Whether the endpoint may be plain http, without encryption.");

  /** Where the service is; Google's own if nothing is given. */
  static final HttpEndpoint SERVICE =
      new HttpEndpoint(ENDPOINT, "https://storage.example.com", ALLOW_HTTP, "gcs.allow-http: true");

  static final Setting<String> CREDENTIALS_FILE =
      Setting.text(
          "gcs.credentials-file",
          null,
          "A credentials file as Google issues them, such as a service account's key; without it"
              + " the application default credentials are used.");

  static final Setting<String> CREDENTIALS_JSON =
      Setting.secret(
          "gcs.credentials-json", "What would be in the credentials file, instead of it.");

  static final Setting<Boolean> ANONYMOUS =
      Setting.flag(
          "gcs.anonymous", false, "Whether requests carry no credentials at all, for emulators.");

  static final Setting<Long> ATTEMPTS_MAX =
      Setting.number(
          "gcs.attempts-max",
          3L,
          1,
          20,
          "How often a request is sent at most before its failure is reported, with growing pauses"
              + " between.");

  static final Setting<Long> CONNECTIONS_MAX =
      Setting.number("gcs.connections-max", 128L, 1, 10_000, "The most connections at a time.");

  static final Setting<Long> CONNECT_TIMEOUT =
      Setting.durationNanos("gcs.connect-timeout", "5s", "How long a connection may take to make.");

  static final Setting<Long> IDLE_TIMEOUT =
      Setting.durationNanos(
          "gcs.idle-timeout", "20s", "How long the store may be silent during a request.");

  static final Setting<Long> ATTEMPT_TIMEOUT =
      Setting.durationNanos(
          "gcs.attempt-timeout",
          "2m",
          "How long one attempt may take in all; more than a segment takes on a slow line.");

  /** All of them. */
  static final List<Setting<?>> ALL =
      List.of(
          ENDPOINT,
          ALLOW_HTTP,
          CREDENTIALS_FILE,
          CREDENTIALS_JSON,
          ANONYMOUS,
          ATTEMPTS_MAX,
          CONNECTIONS_MAX,
          CONNECT_TIMEOUT,
          IDLE_TIMEOUT,
          ATTEMPT_TIMEOUT);

  private GcsSettings() {}

  /**
   * The location that {@code gs://bucket/prefix} names.
   *
   * @throws SettingException if {@code url} is not of this form
   */
  static BucketLocation location(URI url) {
    return BucketLocation.of(url, "gs", "bucket", BUCKET_NAMES);
  }
}
