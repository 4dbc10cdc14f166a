package dev.zerofs.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.TestSettings;
import dev.zerofs.ports.time.ManualClock;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** URLs, settings, and what shows without any service. */
@Timeout(60)
final class AzureSettingsTest {

  private static void open(String url, Map<String, String> texts) {
    new AzureObjectStoreProvider()
        .open(URI.create(url), TestSettings.of(texts), new ManualClock())
        .close();
  }

  private static String mistake(String url, Map<String, String> texts) {
    return String.valueOf(
        assertThrows(SettingException.class, () -> open(url, texts)).getMessage());
  }

  @Test
  void plainHttpIsRefusedUnlessAllowed() {
    String message =
        mistake(
            "azure://container",
            Map.of("azure.endpoint", "http://127.0.0.1:9/x", "azure.sas-token", "sig=hush"));
    assertTrue(message.startsWith("azure.endpoint (test): "), message);
    assertTrue(message.contains("azure.allow-http") && !message.contains("hush"), message);
    message =
        mistake(
            "azure://container",
            Map.of(
                "azure.connection-string",
                "DefaultEndpointsProtocol=http;AccountName=x12;AccountKey=aHVzaA==;"
                    + "EndpointSuffix=core.windows.net"));
    assertTrue(message.startsWith("azure.connection-string (test): "), message);
    assertFalse(message.contains("aHVzaA"), message);
  }

  @Test
  void mistakesAreFoundWithoutOpening() {
    for (Map<String, String> texts :
        List.of(
            Map.of("azure.endpoint", "http://127.0.0.1:9/x", "azure.sas-token", "sig=hush"),
            Map.of("azure.connection-string", "hush"),
            Map.of("azure.account", "abc", "azure.account-key", "*hush*"),
            Map.of("azure.sas-token", "sig=hush", "azure.account-key", "aHVzaA=="),
            Map.<String, String>of())) {
      SettingException found =
          assertThrows(
              SettingException.class,
              () ->
                  new AzureObjectStoreProvider()
                      .check(URI.create("azure://container"), TestSettings.of(texts)));
      assertEquals(mistake("azure://container", texts), found.getMessage());
    }
    new AzureObjectStoreProvider()
        .check(URI.create("azure://container"), TestSettings.of(Map.of("azure.account", "abc")));
  }

  @Test
  void malformedEndpointsAccountsAndUrlsAreMistakes() {
    for (String endpoint : List.of("example.com", "ftp://x", "https://x?sig=1", "a b")) {
      mistake("azure://container", Map.of("azure.endpoint", endpoint));
    }
    for (String url :
        List.of("azure:x", "azure:///x", "azure://Abc", "azure://a--b", "azure://abc/../x")) {
      assertTrue(mistake(url, Map.of()).contains("azure://container/prefix"), url);
    }
    assertTrue(mistake("azure://container", Map.of()).contains("azure.account"));
    String account = mistake("azure://container", Map.of("azure.account", "Not-One"));
    assertTrue(account.contains("lower-case"), account);
  }

  @Test
  void secretsThatAreNoneAreMistakesAndNotShown() {
    String message = mistake("azure://container", Map.of("azure.connection-string", "hush"));
    assertTrue(message.startsWith("azure.connection-string (test): "), message);
    assertFalse(message.contains("hush"), message);
    message =
        mistake("azure://container", Map.of("azure.account", "abc", "azure.account-key", "*hush*"));
    assertTrue(message.contains("Base64") && !message.contains("hush"), message);
    message =
        mistake(
            "azure://container",
            Map.of("azure.sas-token", "sig=hush", "azure.account-key", "aHVzaA=="));
    assertTrue(message.contains("azure.account-key") && message.contains("azure.sas-token"));
  }

  @Test
  void aHostThatIsUnknownIsNamed() {
    String message =
        String.valueOf(
            assertThrows(
                    ObjectStoreException.Transient.class,
                    () ->
                        open(
                            "azure://container",
                            Map.of(
                                "azure.endpoint", "https://no-such-host.invalid",
                                "azure.sas-token", "sig=1",
                                "azure.attempts-max", "1")))
                .getMessage());
    assertTrue(message.contains("azure.endpoint") && message.contains("no such host"), message);
    assertEquals(1, message.lines().count(), message);
  }

  @Test
  void theProviderIsFound() {
    assertTrue(
        ServiceLoader.load(ObjectStoreProvider.class).stream()
            .anyMatch(provider -> provider.type().equals(AzureObjectStoreProvider.class)));
  }

  @Test
  void discoveryNeedsNoClassOfTheClient() throws Exception {
    URL[] path = {placeOf(AzureObjectStoreProvider.class), placeOf(ObjectStoreProvider.class)};
    try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = loader.loadClass(AzureObjectStoreProvider.class.getName());
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
