package dev.zerofs.bootstrap.wiring;

import dev.zerofs.bootstrap.configuration.ServerSettings;
import dev.zerofs.bootstrap.plugin.Providers;
import dev.zerofs.ports.plugin.BlockCodecProvider;
import dev.zerofs.ports.plugin.KeyValueStoreProvider;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.plugin.ProtocolProvider;
import dev.zerofs.ports.settings.Settings;
import java.net.URI;
import java.util.List;

/**
 * The providers that the configuration names, chosen before anything is opened: a wrong name should
 * neither take a volume over nor leave anything behind.
 *
 * @param url where the volume is
 * @param objectStore opens it
 * @param engine opens the engine over it
 * @param codecs all there are
 * @param protocols to be served, in this order
 */
record Chosen(
    URI url,
    ObjectStoreProvider objectStore,
    KeyValueStoreProvider engine,
    List<BlockCodecProvider> codecs,
    List<ProtocolProvider> protocols) {

  /**
   * Chooses.
   *
   * @throws dev.zerofs.ports.settings.SettingException if there is no provider of a name
   */
  static Chosen of(Providers providers, Settings settings) {
    URI url = settings.value(ServerSettings.STORE_URL);
    return new Chosen(
        url,
        providers.objectStore(url, ServerSettings.STORE_URL, settings),
        providers.keyValueStore(
            settings.value(ServerSettings.ENGINE), ServerSettings.ENGINE, settings),
        providers.codecs(),
        settings.value(ServerSettings.PROTOCOLS).stream()
            .map(name -> providers.protocol(name, ServerSettings.PROTOCOLS, settings))
            .toList());
  }
}
