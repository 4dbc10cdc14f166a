package dev.zerofs.azure;

import dev.zerofs.ports.objectstore.BucketLocation;
import dev.zerofs.ports.settings.HttpEndpoint;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/** What can be configured. */
final class AzureSettings {

  private static final Pattern CONTAINER_NAMES =
      Pattern.compile("[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]");

  static final Setting<String> ACCOUNT =
      Setting.text("azure.account", null, "The name of the storage account.");

  static final Setting<String> ACCOUNT_KEY =
      Setting.secret(
          "azure.account-key",
          "A key of the account; without it, a SAS token or a connection string, Azure's default"
              + " chain of credentials is asked.");

  static final Setting<String> SAS_TOKEN =
      Setting.secret("azure.sas-token", "A shared access signature for the container.");

  static final Setting<String> CONNECTION_STRING =
      Setting.secret(
          "azure.connection-string",
          "A connection string, which names the account, its endpoint and its key or a SAS token.");

  static final Setting<String> ENDPOINT =
      Setting.text(
          "azure.endpoint",
          null,
          "URL of the blob service; without it the account's own in Azure's public cloud is used.");

  static final Setting<Boolean> ALLOW_HTTP =
      Setting.flag(
          "azure.allow-http", false, "Whether the endpoint may be plain http, without encryption.");

  /** Where the blob service is. */
  static final HttpEndpoint SERVICE =
      new HttpEndpoint(
          ENDPOINT, "https://account.blob.core.windows.net", ALLOW_HTTP, "azure.allow-http: true");

  static final Setting<Boolean> CHECKSUMS =
      Setting.flag(
          "azure.checksums",
          true,
          "Whether bodies are checked against their MD5: all that are sent, and those that are read"
              + " whole or in ranges of up to 4 MiB.");

  static final Setting<Long> ATTEMPTS_MAX =
      Setting.number(
          "azure.attempts-max",
          3L,
          1,
          20,
          "How often a request is sent at most before its failure is reported, with the SDK's"
              + " exponential backoff.");

  static final Setting<Long> CONNECTIONS_MAX =
      Setting.number("azure.connections-max", 128L, 1, 10_000, "The most connections at a time.");

  static final Setting<Long> CONNECT_TIMEOUT =
      Setting.durationNanos(
          "azure.connect-timeout", "5s", "How long a connection may take to make.");

  static final Setting<Long> IDLE_TIMEOUT =
      Setting.durationNanos(
          "azure.idle-timeout",
          "20s",
          "How long the store may take or give nothing during a body.");

  static final Setting<Long> ATTEMPT_TIMEOUT =
      Setting.durationNanos(
          "azure.attempt-timeout",
          "2m",
          "How long one attempt may take until its answer; more than a segment takes on a slow"
              + " line.");

  /** All of them. */
  static final List<Setting<?>> ALL =
      List.of(
          ACCOUNT,
          ACCOUNT_KEY,
          SAS_TOKEN,
          CONNECTION_STRING,
          ENDPOINT,
          ALLOW_HTTP,
          CHECKSUMS,
          ATTEMPTS_MAX,
          CONNECTIONS_MAX,
          CONNECT_TIMEOUT,
          IDLE_TIMEOUT,
          ATTEMPT_TIMEOUT);

  private AzureSettings() {}

  /**
   * The location that {@code azure://container/prefix} names.
   *
   * @throws SettingException if {@code url} is not of this form
   */
  static BucketLocation location(URI url) {
    return BucketLocation.of(url, "azure", "container", CONTAINER_NAMES);
  }

  /**
   * The endpoint: what is given, or the account's own.
   *
   * @throws SettingException if neither is given, if it is no http or https URL, or plain http that
   *     is not allowed
   */
  static URI endpoint(Settings settings) {
    return SERVICE
        .find(settings)
        .orElseGet(() -> URI.create("https://" + account(settings) + ".blob.core.windows.net"));
  }

  /**
   * The name of the account.
   *
   * @throws SettingException if it is missing or malformed
   */
  static String account(Settings settings) {
    String name = settings.value(ACCOUNT).strip();
    if (!name.matches("[a-z0-9]{3,24}")) {
      throw settings.mistake(
          ACCOUNT, "'" + name + "' is not 3 to 24 lower-case letters and digits");
    }
    return name;
  }
}
