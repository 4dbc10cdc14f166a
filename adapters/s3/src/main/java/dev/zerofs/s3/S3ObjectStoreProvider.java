package dev.zerofs.s3;

import dev.zerofs.ports.objectstore.BucketLocation;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes stores of {@code s3://bucket/prefix} URLs. The bucket must be there. */
public final class S3ObjectStoreProvider implements ObjectStoreProvider {

  /** What the names of S3 Express's buckets end in. */
  private static final String DIRECTORY_BUCKET = "--x-s3";

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

  @Override
  public void check(URI url, Settings settings) {
    requireOrdered(S3Settings.location(url));
    var _ = S3Settings.SERVICE.find(settings);
    requirePair(settings);
    var _ = PutOptions.of(settings);
  }

  /** Opens the store and lists one object, so that a wrong name or key shows at the start. */
  @Override
  public ObjectStore open(URI url, Settings settings, Clock clock) {
    BucketLocation location = S3Settings.location(url);
    requireOrdered(location);
    Optional<URI> endpoint = S3Settings.SERVICE.find(settings);
    AwsCredentialsProvider credentials = credentials(settings);
    PutOptions puts = PutOptions.of(settings);
    SdkHttpClient http = wire.apply(S3Clients.http(settings));
    S3Client client = S3Clients.s3(settings, endpoint, credentials, http);
    Runnable closing =
        () -> {
          client.close();
          http.close();
          if (credentials instanceof CredentialChain chain) {
            chain.close();
          }
        };
    S3Advice advice = new S3Advice(location, endpoint, settings.value(S3Settings.REGION));
    S3ObjectStore store =
        new S3ObjectStore(client, location, new S3Failures(location, advice), puts, closing);
    try {
      store.list("", null, 1);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
    return store;
  }

  private static void requireOrdered(BucketLocation location) {
    if (location.bucket().endsWith(DIRECTORY_BUCKET)) {
      throw new SettingException(
          "store.url",
          "store URL",
          "'"
              + location.bucket()
              + "' is a directory bucket (S3 Express One Zone), which does not list in the order of"
              + " names; expected a general purpose bucket");
    }
  }

  private static void requirePair(Settings settings) {
    Optional<String> id = settings.find(S3Settings.ACCESS_KEY_ID);
    Optional<String> secret = settings.find(S3Settings.SECRET_ACCESS_KEY);
    if (id.isPresent() != secret.isPresent()) {
      Setting<?> given = id.isPresent() ? S3Settings.ACCESS_KEY_ID : S3Settings.SECRET_ACCESS_KEY;
      Setting<?> other = id.isPresent() ? S3Settings.SECRET_ACCESS_KEY : S3Settings.ACCESS_KEY_ID;
      throw settings.mistake(
          given, "is given without " + other.name() + "; expected both or neither");
    }
  }

  /** The given credentials, or the SDK's default chain. */
  private static AwsCredentialsProvider credentials(Settings settings) {
    requirePair(settings);
    Optional<String> id = settings.find(S3Settings.ACCESS_KEY_ID);
    Optional<String> secret = settings.find(S3Settings.SECRET_ACCESS_KEY);
    Optional<String> token = settings.find(S3Settings.SESSION_TOKEN);
    return id.flatMap(key -> secret.map(value -> fixed(key, value, token)))
        .orElseGet(() -> new CredentialChain(settings.find(S3Settings.PROFILE)));
  }

  private static AwsCredentialsProvider fixed(String id, String secret, Optional<String> token) {
    return StaticCredentialsProvider.create(
        token
            .<AwsCredentials>map(value -> AwsSessionCredentials.create(id, secret, value))
            .orElseGet(() -> AwsBasicCredentials.create(id, secret)));
  }
}
