package dev.zerofs.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.StorageSharedKeyCredential;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.TestSettings;
import dev.zerofs.ports.time.ManualClock;
import java.net.URI;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Credentials of each kind, and what shows when a store is opened. */
@Timeout(60)
final class AzureProviderIT {

  private static @Nullable Azurite only;

  @BeforeAll
  static void startServer() throws Exception {
    Azurite started = Azurite.start();
    only = started;
    started.createContainer("container");
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (only != null) {
      only.close();
    }
  }

  private static Azurite server() {
    return Objects.requireNonNull(only);
  }

  private static ObjectStore open(String url, Settings settings) {
    return new AzureObjectStoreProvider().open(URI.create(url), settings, new ManualClock());
  }

  private static String fatal(String url, Settings settings) {
    String message =
        String.valueOf(
            assertThrows(ObjectStoreException.Fatal.class, () -> open(url, settings).close())
                .getMessage());
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  private static void assertWorks(Settings settings) {
    try (ObjectStore store = open("azure://container/volumes", settings)) {
      ObjectKey key = new ObjectKey("k");
      store.put(key, Bytes.utf8("1"));
      assertEquals(Bytes.utf8("1"), store.get(key));
      store.delete(key);
      assertEquals("azure://container/volumes/", store.location());
    }
  }

  @Test
  void aKeyASignatureAndAConnectionStringOpenTheStore() {
    assertWorks(server().settings());
    assertWorks(
        TestSettings.of(
            Map.of(
                "azure.endpoint", server().endpoint().toString(),
                "azure.allow-http", "true",
                "azure.sas-token", signature())));
    assertWorks(
        TestSettings.of(
            Map.of(
                "azure.allow-http",
                "true",
                "azure.connection-string",
                "AccountName=%s;AccountKey=%s;BlobEndpoint=%s"
                    .formatted(Azurite.ACCOUNT, Azurite.ACCOUNT_KEY, server().endpoint()))));
  }

  /** A shared access signature for the container with the least permissions. */
  private static String signature() {
    BlobContainerSasPermission permissions = BlobContainerSasPermission.parse("rwdl");
    return new BlobContainerClientBuilder()
        .endpoint(server().endpoint().toString())
        .credential(new StorageSharedKeyCredential(Azurite.ACCOUNT, Azurite.ACCOUNT_KEY))
        .containerName("container")
        .buildClient()
        .generateSas(
            new BlobServiceSasSignatureValues(
                OffsetDateTime.now(ZoneOffset.UTC).plusHours(1), permissions));
  }

  @Test
  void withoutChecksumsItWorksToo() {
    assertWorks(server().settings(Map.of("azure.checksums", "false")));
  }

  @Test
  void aMissingContainerIsFatalAndNotMade() {
    for (int i = 0; i < 2; i++) {
      String message = fatal("azure://missing/x", server().settings());
      assertTrue(message.contains("azure://missing/x") && message.contains("create it"), message);
    }
  }

  @Test
  void aWrongKeyIsFatalAndNotShown() {
    String wrong = Base64.getEncoder().encodeToString(new byte[64]);
    String message =
        fatal("azure://container", server().settings(Map.of("azure.account-key", wrong)));
    assertTrue(message.contains("key") && !message.contains(wrong), message);
    message =
        fatal(
            "azure://container",
            TestSettings.of(
                Map.of(
                    "azure.endpoint", server().endpoint().toString(),
                    "azure.allow-http", "true",
                    "azure.sas-token", signature().replaceFirst("sig=[^&]*", "sig=hush"))));
    assertFalse(message.contains("hush"), message);
  }

  @Test
  void aStoreThatIsNotThereIsTransient() throws Exception {
    Settings settings;
    try (Azurite gone = Azurite.start()) {
      settings = gone.settings();
    }
    String message =
        String.valueOf(
            assertThrows(
                    ObjectStoreException.Transient.class,
                    () -> open("azure://container", settings).close())
                .getMessage());
    assertTrue(message.contains("cannot connect") && message.contains("azure.endpoint"), message);
  }
}
