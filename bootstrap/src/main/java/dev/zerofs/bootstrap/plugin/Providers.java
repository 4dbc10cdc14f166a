package dev.zerofs.bootstrap.plugin;

import dev.zerofs.ports.plugin.BlockCodecProvider;
import dev.zerofs.ports.plugin.KeyValueStoreProvider;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.plugin.ProtocolProvider;
import dev.zerofs.ports.plugin.Provider;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Every provider that was found.
 *
 * @param objectStores by URL scheme
 * @param keyValueStores by name
 * @param protocols by name
 * @param codecs all of them are used: any may have written what is read
 */
public record Providers(
    List<ObjectStoreProvider> objectStores,
    List<KeyValueStoreProvider> keyValueStores,
    List<ProtocolProvider> protocols,
    List<BlockCodecProvider> codecs) {

  /** Copies the lists. */
  public Providers {
    objectStores = List.copyOf(objectStores);
    keyValueStores = List.copyOf(keyValueStores);
    protocols = List.copyOf(protocols);
    codecs = List.copyOf(codecs);
  }

  /** The settings of all of them. */
  public List<Setting<?>> settings() {
    return Stream.of(objectStores, keyValueStores, protocols, codecs)
        .<Provider>flatMap(List::stream)
        .<Setting<?>>flatMap(provider -> provider.settings().stream())
        .toList();
  }

  /**
   * The provider of object stores for the scheme of {@code url}.
   *
   * @param setting where the URL comes from, for the message
   * @throws SettingException if there is none, with the schemes that there are
   */
  public ObjectStoreProvider objectStore(URI url, Setting<?> setting, Settings settings) {
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    return objectStores.stream()
        .filter(provider -> provider.schemes().contains(scheme))
        .findFirst()
        .orElseThrow(
            () ->
                unknown(
                    setting,
                    settings,
                    "no object store has the URL scheme '" + scheme + "'; there are ",
                    objectStores.stream().map(ObjectStoreProvider::schemes).flatMap(Set::stream)));
  }

  /**
   * The provider of key-value stores that is named {@code name}.
   *
   * @throws SettingException if there is none, with the names that there are
   */
  public KeyValueStoreProvider keyValueStore(String name, Setting<?> setting, Settings settings) {
    return named(keyValueStores, name, setting, settings, "engine");
  }

  /**
   * The provider of the protocol that is named {@code name}.
   *
   * @throws SettingException if there is none, with the names that there are
   */
  public ProtocolProvider protocol(String name, Setting<?> setting, Settings settings) {
    return named(protocols, name, setting, settings, "protocol");
  }

  private static <P extends Provider> P named(
      Collection<P> providers, String name, Setting<?> setting, Settings settings, String kind) {
    return providers.stream()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                unknown(
                    setting,
                    settings,
                    "there is no " + kind + " '" + name + "'; there are ",
                    providers.stream().map(Provider::name)));
  }

  private static SettingException unknown(
      Setting<?> setting, Settings settings, String problem, Stream<String> names) {
    Settings.Given given = settings.given().get(setting.name());
    List<String> sorted = names.sorted().toList();
    return new SettingException(
        setting.name(),
        given == null ? "default" : given.origin(),
        problem + (sorted.isEmpty() ? "none" : String.join(", ", sorted)));
  }

  /** The elements of {@code list} under names, none of which may occur twice. */
  static <P> void requireUnique(List<P> list, Function<P, Collection<String>> names, String kind) {
    List<String> all = list.stream().map(names).flatMap(Collection::stream).sorted().toList();
    for (int index = 1; index < all.size(); index++) {
      if (all.get(index).equals(all.get(index - 1))) {
        throw new IllegalStateException("two " + kind + " providers are named " + all.get(index));
      }
    }
  }
}
