package dev.zerofs.gcs;

import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be configured. */
final class GcsSettings {

  static final Setting<String> ENDPOINT =
      Setting.text(
          "gcs.endpoint",
          null,
          "URL of a service with Google's JSON API; without it Google's own is used.");

  static final Setting<Boolean> ALLOW_HTTP =
      Setting.flag(
          "gcs.allow-http", false, "Whether the endpoint may be plain http, without encryption.");

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
   * The endpoint, if one is given.
   *
   * @throws SettingException if it is no http or https URL, or plain http that is not allowed
   */
  static Optional<URI> endpoint(Settings settings) {
    return settings.find(ENDPOINT).map(text -> requireAllowed(settings, urlOf(settings, text)));
  }

  private static URI requireAllowed(Settings settings, URI endpoint) {
    if (endpoint.getScheme().equalsIgnoreCase("http") && !settings.value(ALLOW_HTTP)) {
      throw mistake(
          settings,
          ENDPOINT,
          "'"
              + endpoint
              + "' is plain http, over which anybody on the way reads and changes the data;"
              + " use https, or allow it with gcs.allow-http: true");
    }
    return endpoint;
  }

  private static URI urlOf(Settings settings, String text) {
    try {
      URI url = new URI(text.strip());
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      if ((scheme.equals("http") || scheme.equals("https"))
          && url.getHost() != null
          && url.getUserInfo() == null) {
        return url;
      }
    } catch (URISyntaxException _) {
      // Answered below like every other text that is no endpoint.
    }
    throw mistake(settings, ENDPOINT, "expected a URL like https://storage.example.com");
  }

  /** A mistake in the value that {@code setting} was given. */
  static SettingException mistake(Settings settings, Setting<?> setting, String problem) {
    Settings.Given given = settings.given().get(setting.name());
    return new SettingException(
        setting.name(), given == null ? "configuration" : given.origin(), problem);
  }
}
