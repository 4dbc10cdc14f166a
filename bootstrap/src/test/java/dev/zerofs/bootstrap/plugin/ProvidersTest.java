package dev.zerofs.bootstrap.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.zerofs.bootstrap.configuration.ServerSettings;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.Settings.Given;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvidersTest {

  private static final Settings SETTINGS =
      Settings.of(Map.of("store.url", new Given("gs://bucket", "zerofs.yaml")));

  private final Providers providers =
      new Providers(
          List.of(Offers.objectStore("cloud", "s3", "s3a"), Offers.objectStore("local", "file")),
          List.of(Offers.engine("lsm"), Offers.engine("memory")),
          List.of(),
          List.of());

  @Test
  void choosesByTheSchemeWhateverItsCase() {
    assertEquals("cloud", choose("s3a://bucket").name());
    assertEquals("local", choose("FILE:///srv").name());
  }

  @Test
  void anUnknownSchemeIsAnsweredWithThoseThatAre() {
    assertEquals(
        "store.url (zerofs.yaml): no object store has the URL scheme 'gs';"
            + " there are file, s3, s3a",
        assertThrows(SettingException.class, () -> choose("gs://bucket")).getMessage());
  }

  @Test
  void anUnknownNameIsAnsweredWithThoseThatAre() {
    assertEquals(
        "engine (default): there is no engine 'btree'; there are lsm, memory",
        assertThrows(
                SettingException.class,
                () -> providers.keyValueStore("btree", ServerSettings.ENGINE, SETTINGS))
            .getMessage());
    assertEquals(
        "protocols (default): there is no protocol 'smb'; there are none",
        assertThrows(
                SettingException.class,
                () -> providers.protocol("smb", ServerSettings.PROTOCOLS, SETTINGS))
            .getMessage());
  }

  @Test
  void theSettingsOfAllAreKnown() {
    assertEquals(
        List.of("cloud.option", "local.option"),
        providers.settings().stream().map(Setting::name).toList());
  }

  @Test
  void aNameThatTwoHaveIsRefused() {
    List<ObjectStoreProvider> two =
        List.of(Offers.objectStore("a", "s3"), Offers.objectStore("b", "s3"));
    assertEquals(
        "two object store providers are named s3",
        assertThrows(
                IllegalStateException.class,
                () -> Providers.requireUnique(two, ObjectStoreProvider::schemes, "object store"))
            .getMessage());
  }

  private ObjectStoreProvider choose(String url) {
    return providers.objectStore(URI.create(url), ServerSettings.STORE_URL, SETTINGS);
  }
}
