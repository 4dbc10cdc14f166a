package dev.zerofs.gcs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.Settings.Given;
import dev.zerofs.ports.time.ManualClock;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** URLs, settings, credentials, and what shows when a store is opened. */
@Timeout(60)
final class GcsProviderTest {

  private static ObjectStore open(String url, Settings settings) {
    return new GcsObjectStoreProvider().open(URI.create(url), settings, new ManualClock());
  }

  private static Settings settings(Map<String, String> texts) {
    return Settings.of(
        texts.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> new Given(e.getValue(), "a file"))));
  }

  @Test
  void mistakesAreFoundWithoutOpening() {
    var provider = new GcsObjectStoreProvider();
    Settings http = settings(Map.of("gcs.endpoint", "http://127.0.0.1:9"));
    assertThrows(SettingException.class, () -> provider.check(URI.create("gs://bucket"), http));
    assertThrows(
        SettingException.class, () -> provider.check(URI.create("gs:bucket"), settings(Map.of())));
    provider.check(URI.create("gs://bucket/prefix"), settings(Map.of()));
  }

  private static String mistake(String url, Map<String, String> texts) {
    return String.valueOf(
        assertThrows(SettingException.class, () -> open(url, settings(texts))).getMessage());
  }

  private static String fatal(String url, Settings settings) {
    String message =
        String.valueOf(
            assertThrows(ObjectStoreException.Fatal.class, () -> open(url, settings).close())
                .getMessage());
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  @Test
  void plainHttpIsRefusedUnlessAllowed() {
    String message = mistake("gs://bucket", Map.of("gcs.endpoint", "http://127.0.0.1:9"));
    assertTrue(message.startsWith("gcs.endpoint (a file): "), message);
    assertTrue(message.contains("gcs.allow-http"), message);
  }

  @Test
  void malformedEndpointsAndUrlsAreMistakes() {
    for (String endpoint : List.of("storage.example.com", "ftp://x", "http:///x", "a b")) {
      mistake("gs://bucket", Map.of("gcs.endpoint", endpoint));
    }
    for (String url :
        List.of("gs:bucket", "gs:///x", "gs://Bucket", "gs://bucket/../x", "gs://b?q")) {
      assertTrue(mistake(url, Map.of()).contains("gs://bucket/prefix"), url);
    }
    assertFalse(mistake("gs://id:secret@bucket", Map.of()).contains("secret"));
  }

  @Test
  void credentialsThatAreNoneAreMistakesAndNotShown(@TempDir Path directory) throws Exception {
    String missing = directory.resolve("missing.json").toString();
    String message = mistake("gs://bucket", Map.of("gcs.credentials-file", missing));
    assertTrue(message.startsWith("gcs.credentials-file (a file): there is no file"), message);
    Path file = Files.writeString(directory.resolve("key.json"), "{\"hush\": 1}");
    message = mistake("gs://bucket", Map.of("gcs.credentials-file", file.toString()));
    assertTrue(message.contains("service_account") && !message.contains("hush"), message);
    message = mistake("gs://bucket", Map.of("gcs.credentials-json", "hush"));
    assertTrue(message.startsWith("gcs.credentials-json") && !message.contains("hush"), message);
  }

  @Test
  void aMissingBucketIsFatalAndNotMade() throws Exception {
    try (FakeGcsServer server = FakeGcsServer.start()) {
      for (int i = 0; i < 2; i++) {
        String message = fatal("gs://missing/x", server.settings());
        assertTrue(message.contains("gs://missing/x") && message.contains("create it"), message);
      }
    }
  }

  @Test
  void aServiceAccountsKeyOpensTheStore(@TempDir Path directory) throws Exception {
    try (FakeGcsServer server = FakeGcsServer.start()) {
      server.createBucket("bucket");
      server.requireTokens();
      String message = fatal("gs://bucket", server.settings());
      assertTrue(message.contains("401") && message.contains("credentials"), message);
      Path file = Files.writeString(directory.resolve("key.json"), serviceAccount(server));
      Settings settings =
          server.settings(
              Map.of("gcs.anonymous", "false", "gcs.credentials-file", file.toString()));
      try (ObjectStore store = open("gs://bucket", settings)) {
        store.put(new ObjectKey("k"), Bytes.utf8("1"));
        assertEquals(Bytes.utf8("1"), store.get(new ObjectKey("k")));
      }
    }
  }

  @Test
  void credentialsThatGiveNoTokenAreFatalAndNameTheClock() throws Exception {
    try (FakeGcsServer server = FakeGcsServer.start()) {
      server.createBucket("bucket");
      Settings settings =
          server.settings(
              Map.of("gcs.anonymous", "false", "gcs.credentials-json", serviceAccount(server)));
      server.refuseTokens("Invalid grant: account not found");
      String message = fatal("gs://bucket", settings);
      assertTrue(message.contains("no access token"), message);
      assertTrue(message.contains("gcs.credentials-file"), message);
      server.refuseTokens("Invalid JWT: Token must be a short-lived token (60 minutes)");
      message = fatal("gs://bucket", settings);
      assertTrue(message.contains("clock"), message);
    }
  }

  /** A key as Google issues them, whose token service is the server's. */
  private static String serviceAccount(FakeGcsServer server) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    String key =
        Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    JsonObject json = new JsonObject();
    json.addProperty("type", "service_account");
    json.addProperty("project_id", "test");
    json.addProperty("private_key_id", "1");
    json.addProperty(
        "private_key", "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
    json.addProperty("client_email", "test@test.iam.gserviceaccount.com");
    json.addProperty("client_id", "1");
    json.addProperty("token_uri", server.endpoint() + "/token");
    return json.toString();
  }

  @Test
  void aStoreThatIsNotThereIsTransient() throws Exception {
    Settings settings;
    try (FakeGcsServer server = FakeGcsServer.start()) {
      settings = server.settings();
    }
    String message =
        String.valueOf(
            assertThrows(
                    ObjectStoreException.Transient.class,
                    () -> open("gs://bucket", settings).close())
                .getMessage());
    assertTrue(message.contains("gcs.endpoint"), message);
  }

  @Test
  void aHostThatIsUnknownIsNamed() {
    Settings settings =
        settings(
            Map.of(
                "gcs.endpoint", "https://no-such-host.invalid",
                "gcs.anonymous", "true",
                "gcs.attempts-max", "1"));
    String message =
        String.valueOf(
            assertThrows(
                    ObjectStoreException.Transient.class,
                    () -> open("gs://bucket", settings).close())
                .getMessage());
    assertTrue(message.contains("no-such-host.invalid"), message);
  }

  @Test
  void volumesOfOneBucketAreApart() throws Exception {
    try (FakeGcsServer server = FakeGcsServer.start()) {
      server.createBucket("bucket");
      try (ObjectStore one = open("gs://bucket/one", server.settings());
          ObjectStore ten = open("gs://bucket/one0/", server.settings());
          ObjectStore all = open("gs://bucket", server.settings())) {
        one.put(new ObjectKey("k"), Bytes.utf8("1"));
        ten.put(new ObjectKey("k"), Bytes.utf8("10"));
        assertEquals(1, one.list("", null, 10).objects().size());
        assertEquals(Bytes.utf8("1"), all.get(new ObjectKey("one/k")));
        assertEquals(2, all.list("one", null, 10).objects().size());
        assertEquals("gs://bucket/one/", one.location());
      }
    }
  }

  @Test
  void theProviderIsFound() {
    assertTrue(
        ServiceLoader.load(ObjectStoreProvider.class).stream()
            .anyMatch(provider -> provider.type().equals(GcsObjectStoreProvider.class)));
  }

  @Test
  void discoveryNeedsNoClassOfTheClient() throws Exception {
    URL[] path = {placeOf(GcsObjectStoreProvider.class), placeOf(ObjectStoreProvider.class)};
    try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = loader.loadClass(GcsObjectStoreProvider.class.getName());
      Object provider = type.getConstructor().newInstance();
      for (String question : List.of("name", "schemes", "settings")) {
        assertFalse(String.valueOf(type.getMethod(question).invoke(provider)).isEmpty());
      }
    }
  }

  private static URL placeOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }
}
