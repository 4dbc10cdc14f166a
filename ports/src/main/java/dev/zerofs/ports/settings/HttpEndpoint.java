package dev.zerofs.ports.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a service is reached that speaks HTTP: the setting for its URL, and the one without which
 * plain http is refused.
 *
 * @param url read as text, since what is no URL may be a secret in the wrong place and is not shown
 * @param example what a URL looks like, for messages
 * @param allowHttp whether the URL may be plain http, without encryption
 * @param allowance how a person allows it, for messages, such as {@code s3.allow-http: true}
 */
public record HttpEndpoint(
    Setting<String> url, String example, Setting<Boolean> allowHttp, String allowance) {

  /**
   * The URL that was given, if one was: http or https, with a host, and without a user, a password
   * or a query, in which secrets would be shown and not be used.
   *
   * @throws SettingException if it is not of this form, or plain http that is not allowed
   */
  public Optional<URI> find(Settings settings) {
    return settings
        .find(url)
        .map(
            text ->
                parse(text)
                    .orElseThrow(() -> settings.mistake(url, "expected a URL like " + example)))
        .map(endpoint -> requireAllowed(settings, url, endpoint));
  }

  /**
   * Refuses plain http unless it is allowed.
   *
   * @param origin the setting that {@code endpoint} comes from
   * @return {@code endpoint}
   * @throws SettingException if it is plain http that is not allowed
   */
  public URI requireAllowed(Settings settings, Setting<?> origin, URI endpoint) {
    if ("http".equalsIgnoreCase(endpoint.getScheme()) && !settings.value(allowHttp)) {
      throw settings.mistake(
          origin,
          "'"
              + endpoint
              + "' is plain http, over which anybody on the way reads and changes the data;"
              + " use https, or allow it with "
              + allowance);
    }
    return endpoint;
  }

  private static Optional<URI> parse(String text) {
    try {
      URI url = new URI(text.strip());
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      boolean isEndpoint =
          (scheme.equals("http") || scheme.equals("https"))
              && url.getHost() != null
              && url.getUserInfo() == null
              && url.getQuery() == null;
      return isEndpoint ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }
}
