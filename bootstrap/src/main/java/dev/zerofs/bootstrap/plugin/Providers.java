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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every provider that was found.
 *
 * @param objectStores by URL scheme
 * @param keyValueStores by name
 * @param protocols by name
 * @param codecs all of them are used: any may have written what is read
 * @param complaints of plug-ins that cannot be used: what was asked for may be in one of them
 */
public record Providers(
    List<ObjectStoreProvider> objectStores,
    List<KeyValueStoreProvider> keyValueStores,
    List<ProtocolProvider> protocols,
    List<BlockCodecProvider> codecs,
    List<String> complaints) {

  /** Copies the lists. */
  public Providers {
    objectStores = List.copyOf(objectStores);
    keyValueStores = List.copyOf(keyValueStores);
    protocols = List.copyOf(protocols);
    codecs = List.copyOf(codecs);
    complaints = List.copyOf(complaints);
  }

  /** These, and no plug-in that cannot be used. */
  public Providers(
      List<ObjectStoreProvider> objectStores,
      List<KeyValueStoreProvider> keyValueStores,
      List<ProtocolProvider> protocols,
      List<BlockCodecProvider> codecs) {
    this(objectStores, keyValueStores, protocols, codecs, List.of());
  }

  /** Sorts {@code all} by kind. */
  static Providers of(List<Provider> all, List<String> complaints) {
    return new Providers(
        only(all, ObjectStoreProvider.class),
        only(all, KeyValueStoreProvider.class),
        only(all, ProtocolProvider.class),
        only(all, BlockCodecProvider.class),
        complaints);
  }

  private static <P extends Provider> List<P> only(List<Provider> all, Class<P> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** All of them. */
  public List<Provider> all() {
    return Stream.of(objectStores, keyValueStores, protocols, codecs)
        .<Provider>flatMap(List::stream)
        .toList();
  }

  /** The settings of all of them. */
  public List<Setting<?>> settings() {
    return all().stream().<Setting<?>>flatMap(provider -> provider.settings().stream()).toList();
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

  private <P extends Provider> P named(
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

  private SettingException unknown(
      Setting<?> setting, Settings settings, String problem, Stream<String> names) {
    List<String> sorted = names.sorted().toList();
    return settings.mistake(
        setting,
        Stream.concat(
                Stream.of(problem + (sorted.isEmpty() ? "none" : String.join(", ", sorted))),
                complaints.stream())
            .collect(Collectors.joining("; ")));
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
