package dev.zerofs.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.ClientOptions;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import dev.zerofs.ports.objectstore.BucketLocation;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Puts the client together from the settings. */
final class AzureConnection {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private AzureConnection() {}

  /** Looks for mistakes in the settings, and opens nothing. */
  static void check(URI url, Settings settings) {
    BucketLocation location = AzureSettings.location(url);
    var _ = authorized(settings, builder -> builder).containerName(location.bucket());
    if (settings.find(AzureSettings.CONNECTION_STRING).isEmpty()) {
      var _ = AzureSettings.endpoint(settings);
    }
  }

  /**
   * Opens a store and lists one object of it.
   *
   * @param wire what requests pass through, where a test can break them
   */
  static ObjectStore open(URI url, Settings settings, UnaryOperator<HttpClient> wire) {
    BucketLocation location = AzureSettings.location(url);
    HttpClient http = wire.apply(httpClient(settings));
    BlobContainerClientBuilder builder =
        authorized(
                settings,
                any -> any.credential(new DefaultAzureCredentialBuilder().httpClient(http).build()))
            .containerName(location.bucket());
    builder
        .httpClient(http)
        .clientOptions(new ClientOptions().setApplicationId("ZeroFS"))
        .retryOptions(retryOptions(settings))
        .addPolicy(Attempts.observer());
    BlobContainerClient client = builder.buildClient();
    AzureSettings.SERVICE.requireAllowed(
        settings, originOfEndpoint(settings), URI.create(client.getBlobContainerUrl()));
    ObjectStore store =
        new AzureObjectStore(
            client,
            builder.buildAsyncClient(),
            location,
            new Connections(settings.value(AzureSettings.CONNECTIONS_MAX).intValue()),
            settings.value(AzureSettings.CHECKSUMS),
            settings.value(AzureSettings.ATTEMPTS_MAX).intValue() - 1);
    store.list("", null, 1);
    requireFlatNamespace(client, location);
    return store;
  }

  /** One that is not flat lists directory by directory. Not every credential may ask. */
  private static void requireFlatNamespace(BlobContainerClient client, BucketLocation location) {
    boolean hierarchical;
    try {
      hierarchical = client.getAccountInfo(null).isHierarchicalNamespaceEnabled();
    } catch (RuntimeException _) {
      return; // A listing in another order shows it as well, if later.
    }
    if (hierarchical) {
      throw new ObjectStoreException.Fatal(
          location
              + ": the account has a hierarchical namespace, which does not list in the order of"
              + " keys; use an account without one",
          null);
    }
  }

  private static HttpClient httpClient(Settings settings) {
    return new JdkHttpClientBuilder(
            java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1))
        .connectionTimeout(duration(settings, AzureSettings.CONNECT_TIMEOUT))
        .readTimeout(duration(settings, AzureSettings.IDLE_TIMEOUT))
        .writeTimeout(duration(settings, AzureSettings.IDLE_TIMEOUT))
        // From sending to the answer's head, so with the whole body of a put.
        .responseTimeout(duration(settings, AzureSettings.ATTEMPT_TIMEOUT))
        .build();
  }

  /** The SDK's one policy. */
  private static RequestRetryOptions retryOptions(Settings settings) {
    return new RequestRetryOptions(
        RetryPolicyType.EXPONENTIAL,
        settings.value(AzureSettings.ATTEMPTS_MAX).intValue(),
        duration(settings, AzureSettings.ATTEMPT_TIMEOUT),
        FIRST_PAUSE,
        LONGEST_PAUSE,
        null);
  }

  /**
   * A builder that knows where, and as whom.
   *
   * @param otherwise tells it as whom if no credential is given
   */
  private static BlobContainerClientBuilder authorized(
      Settings settings, UnaryOperator<BlobContainerClientBuilder> otherwise) {
    requireOneCredential(settings);
    BlobContainerClientBuilder builder = new BlobContainerClientBuilder();
    Optional<String> connection = settings.find(AzureSettings.CONNECTION_STRING);
    if (connection.isPresent()) {
      return understood(
          settings,
          AzureSettings.CONNECTION_STRING,
          "expected one like"
              + " DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…;EndpointSuffix=…",
          () -> builder.connectionString(connection.get()));
    }
    builder.endpoint(AzureSettings.endpoint(settings).toString());
    Optional<String> key = settings.find(AzureSettings.ACCOUNT_KEY);
    Optional<String> sas = settings.find(AzureSettings.SAS_TOKEN);
    if (key.isPresent()) {
      String account = AzureSettings.account(settings);
      return understood(
          settings,
          AzureSettings.ACCOUNT_KEY,
          "expected Base64",
          () -> builder.credential(sharedKey(account, key.get())));
    }
    if (sas.isPresent()) {
      return builder.sasToken(sas.get());
    }
    return otherwise.apply(builder);
  }

  /** The SDK looks at the key only when it signs. */
  private static StorageSharedKeyCredential sharedKey(String account, String key) {
    byte[] _ = Base64.getDecoder().decode(key);
    return new StorageSharedKeyCredential(account, key);
  }

  private static void requireOneCredential(Settings settings) {
    List<? extends Setting<?>> given =
        List.of(AzureSettings.CONNECTION_STRING, AzureSettings.ACCOUNT_KEY, AzureSettings.SAS_TOKEN)
            .stream()
            .filter(setting -> settings.given().containsKey(setting.name()))
            .toList();
    if (given.size() > 1) {
      throw settings.mistake(
          given.getFirst(), "is given beside " + given.get(1).name() + "; expected one of them");
    }
  }

  /** The SDK's own message may quote the secret. */
  private static BlobContainerClientBuilder understood(
      Settings settings,
      Setting<String> setting,
      String expected,
      Supplier<BlobContainerClientBuilder> use) {
    try {
      return use.get();
    } catch (RuntimeException _) {
      throw settings.mistake(setting, "the value is not understood; " + expected);
    }
  }

  private static Setting<?> originOfEndpoint(Settings settings) {
    return settings.find(AzureSettings.CONNECTION_STRING).isPresent()
        ? AzureSettings.CONNECTION_STRING
        : AzureSettings.ENDPOINT;
  }

  private static Duration duration(Settings settings, Setting<Long> setting) {
    return Duration.ofNanos(settings.value(setting));
  }
}
