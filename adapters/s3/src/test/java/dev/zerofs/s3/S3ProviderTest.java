package dev.zerofs.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** URLs, settings, and what shows when a store is opened. */
@Timeout(60)
final class S3ProviderTest {

  private static ObjectStore open(String url, Settings settings) {
    return new S3ObjectStoreProvider().open(URI.create(url), settings, new ManualClock());
  }

  private static Settings settings(Map<String, String> texts) {
    return Settings.of(
        texts.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> new Given(e.getValue(), "a file"))));
  }

  private static String mistake(String url, Map<String, String> texts) {
    return String.valueOf(
        assertThrows(SettingException.class, () -> open(url, settings(texts))).getMessage());
  }

  @Test
  void plainHttpIsRefusedUnlessAllowed() {
    String message = mistake("s3://bucket", Map.of("s3.endpoint", "http://127.0.0.1:9"));
    assertTrue(message.startsWith("s3.endpoint (a file): "), message);
    assertTrue(message.contains("s3.allow-http"), message);
    assertTrue(message.contains("AWS_ALLOW_HTTP"), message);
    mistake("s3://bucket", Map.of("s3.endpoint", "HTTP://127.0.0.1:9"));
  }

  @Test
  void malformedEndpointsAndUrlsAreMistakes() {
    for (String endpoint : List.of("s3.example.com", "ftp://x", "http:///x", "https://", "a b")) {
      mistake("s3://bucket", Map.of("s3.endpoint", endpoint));
    }
    for (String url :
        List.of("s3:bucket", "s3:///x", "s3://bucket/a//b", "s3://bucket/../x", "s3://b?q")) {
      assertTrue(mistake(url, Map.of()).contains("s3://bucket/prefix"), url);
    }
    assertFalse(mistake("s3://id:secret@bucket", Map.of()).contains("secret"));
  }

  @Test
  void halfACredentialIsAMistake() {
    assertTrue(
        mistake("s3://bucket", Map.of("s3.access-key-id", "id")).contains("s3.secret-access-key"));
    String message = mistake("s3://bucket", Map.of("s3.secret-access-key", "hush"));
    assertTrue(message.contains("s3.access-key-id") && !message.contains("hush"), message);
  }

  @Test
  void aMissingBucketIsFatalAndNotMade() throws Exception {
    try (S3ProxyServer server = S3ProxyServer.start()) {
      for (int i = 0; i < 2; i++) {
        var failure =
            assertThrows(
                ObjectStoreException.Fatal.class,
                () -> open("s3://missing/x", server.settings()).close());
        assertTrue(String.valueOf(failure.getMessage()).contains("s3://missing/x"));
      }
    }
  }

  @Test
  void wrongCredentialsAreFatalAndNotShown() throws Exception {
    try (S3ProxyServer server = S3ProxyServer.start()) {
      server.createBucket("bucket");
      var failure =
          assertThrows(
              ObjectStoreException.Fatal.class,
              () ->
                  open(
                          "s3://bucket",
                          server.settings(Map.of("s3.secret-access-key", "not-the-secret")))
                      .close());
      assertFalse(String.valueOf(failure.getMessage()).contains("not-the-secret"));
    }
  }

  @Test
  void aStoreThatIsNotThereIsTransient() throws Exception {
    Settings settings;
    try (S3ProxyServer server = S3ProxyServer.start()) {
      settings = server.settings();
    }
    assertThrows(ObjectStoreException.Transient.class, () -> open("s3://bucket", settings).close());
  }

  @Test
  void volumesOfOneBucketAreApart() throws Exception {
    try (S3ProxyServer server = S3ProxyServer.start()) {
      server.createBucket("bucket");
      try (ObjectStore one = open("s3://bucket/one", server.settings());
          ObjectStore ten = open("s3://bucket/one0/", server.settings());
          ObjectStore all = open("s3://bucket", server.settings())) {
        one.put(new ObjectKey("k"), Bytes.utf8("1"));
        ten.put(new ObjectKey("k"), Bytes.utf8("10"));
        assertEquals(1, one.list("", null, 10).objects().size());
        assertEquals(Bytes.utf8("1"), all.get(new ObjectKey("one/k")));
        assertEquals(2, all.list("one", null, 10).objects().size());
        assertEquals("s3://bucket/one/", one.location());
      }
    }
  }

  @Test
  void theProviderIsFound() {
    assertTrue(
        ServiceLoader.load(ObjectStoreProvider.class).stream()
            .anyMatch(provider -> provider.type().equals(S3ObjectStoreProvider.class)));
  }
}
