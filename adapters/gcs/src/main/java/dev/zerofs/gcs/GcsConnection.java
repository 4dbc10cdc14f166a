package dev.zerofs.gcs;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.apache.v5.Apache5HttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.util.Sleeper;
import com.google.api.services.storage.Storage;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.GoogleCredentials;
import dev.zerofs.ports.objectstore.BucketLocation;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;

/** Puts the client together from the settings. */
final class GcsConnection {

  private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";

  private GcsConnection() {}

  /**
   * Opens a store and lists one object of it.
   *
   * @param wire what requests pass through, where a test can break them
   * @param sleeper pauses between attempts
   */
  static ObjectStore open(
      URI url, Settings settings, UnaryOperator<HttpClientBuilder> wire, Sleeper sleeper) {
    BucketLocation location = GcsSettings.location(url);
    Optional<URI> endpoint = GcsSettings.SERVICE.find(settings);
    AttemptLimit limit =
        new AttemptLimit(Duration.ofNanos(settings.value(GcsSettings.ATTEMPT_TIMEOUT)));
    HttpTransport transport =
        new Apache5HttpTransport(
            wire.apply(http(settings).addExecInterceptorFirst("limit", limit)).build());
    try {
      Storage client = client(settings, endpoint, transport, location);
      Requests requests =
          new Requests(
              settings.value(GcsSettings.ATTEMPTS_MAX).intValue(),
              settings.value(GcsSettings.CONNECTIONS_MAX).intValue(),
              limit,
              sleeper);
      ObjectStore store =
          new GcsObjectStore(client, location, requests, () -> shutDown(transport, limit));
      store.list("", null, 1);
      return store;
    } catch (RuntimeException e) {
      shutDown(transport, limit);
      throw e;
    }
  }

  private static HttpClientBuilder http(Settings settings) {
    int connectionsMax = settings.value(GcsSettings.CONNECTIONS_MAX).intValue();
    return HttpClients.custom()
        .useSystemProperties()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .useSystemProperties()
                .setMaxConnTotal(connectionsMax)
                .setMaxConnPerRoute(connectionsMax)
                .build())
        // Every attempt is for Requests to make, and bodies are wanted as they are.
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableContentCompression()
        .disableCookieManagement();
  }

  private static Storage client(
      Settings settings, Optional<URI> endpoint, HttpTransport transport, BucketLocation location) {
    HttpRequestInitializer credentials = credentials(settings, transport, location);
    int connectMillis = millis(settings, GcsSettings.CONNECT_TIMEOUT);
    int idleMillis = millis(settings, GcsSettings.IDLE_TIMEOUT);
    Storage.Builder builder =
        new Storage.Builder(
                transport,
                GsonFactory.getDefaultInstance(),
                request -> {
                  credentials.initialize(request);
                  request.setConnectTimeout(connectMillis).setReadTimeout(idleMillis);
                })
            .setApplicationName("ZeroFS");
    endpoint.ifPresent(root -> builder.setRootUrl(root.toString().replaceAll("/*$", "/")));
    return builder.build();
  }

  private static HttpRequestInitializer credentials(
      Settings settings, HttpTransport transport, BucketLocation location) {
    if (settings.value(GcsSettings.ANONYMOUS)) {
      return _ -> {};
    }
    Optional<GoogleCredentials> given =
        settings
            .find(GcsSettings.CREDENTIALS_JSON)
            .map(json -> read(settings, GcsSettings.CREDENTIALS_JSON, json, transport))
            .or(() -> fromFile(settings, transport));
    return new Authorization(
        given.orElseGet(() -> applicationDefault(transport, location)).createScoped(SCOPE));
  }

  private static Optional<GoogleCredentials> fromFile(Settings settings, HttpTransport transport) {
    Optional<String> file = settings.find(GcsSettings.CREDENTIALS_FILE);
    return file.map(
        name -> read(settings, GcsSettings.CREDENTIALS_FILE, contentOf(settings, name), transport));
  }

  private static String contentOf(Settings settings, String name) {
    try {
      return Files.readString(Path.of(name));
    } catch (NoSuchFileException | InvalidPathException _) {
      throw settings.mistake(GcsSettings.CREDENTIALS_FILE, "there is no file '" + name + "'");
    } catch (IOException e) {
      throw settings.mistake(GcsSettings.CREDENTIALS_FILE, "cannot be read: " + e.getMessage());
    }
  }

  /** The client's own message may quote the file, which is a secret. */
  private static GoogleCredentials read(
      Settings settings, Setting<?> setting, String json, HttpTransport transport) {
    try (InputStream in = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))) {
      return GoogleCredentials.fromStream(in, () -> transport);
    } catch (IOException | RuntimeException _) {
      throw settings.mistake(
          setting,
          "is not what Google issues as credentials; expected JSON with a type such as"
              + " service_account");
    }
  }

  private static GoogleCredentials applicationDefault(
      HttpTransport transport, BucketLocation location) {
    try {
      return GoogleCredentials.getApplicationDefault(() -> transport);
    } catch (IOException e) {
      throw new ObjectStoreException.Fatal(
          location
              + ": no credentials: set gcs.credentials-file, or application default credentials"
              + " (GOOGLE_APPLICATION_CREDENTIALS, gcloud auth application-default login, or the"
              + " machine's service account)",
          e);
    }
  }

  private static int millis(Settings settings, Setting<Long> setting) {
    return Math.clamp(Duration.ofNanos(settings.value(setting)).toMillis(), 1, 3_600_000);
  }

  private static void shutDown(HttpTransport transport, AttemptLimit limit) {
    limit.close();
    try {
      transport.shutdown();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Credentials whose failures can be told from those of the store. */
  private static final class Authorization implements HttpRequestInitializer {

    private final HttpCredentialsAdapter adapter;

    Authorization(GoogleCredentials credentials) {
      this.adapter = new HttpCredentialsAdapter(credentials);
    }

    @Override
    public void initialize(HttpRequest request) throws IOException {
      try {
        adapter.initialize(request);
      } catch (IOException e) {
        throw new NoAccessToken(e);
      }
    }
  }
}
