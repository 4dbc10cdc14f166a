package dev.zerofs.bootstrap.plugin;

import dev.zerofs.ports.plugin.BlockCodecProvider;
import dev.zerofs.ports.plugin.KeyValueStoreProvider;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.plugin.ProtocolProvider;
import dev.zerofs.ports.plugin.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Finds providers by {@link ServiceLoader} in a list of class loaders: the program's own, and as
 * many as there are isolated plug-ins.
 */
public final class ProviderDiscovery {

  private ProviderDiscovery() {}

  /**
   * Every provider that {@code loaders} offer.
   *
   * @throws IllegalStateException if two of a kind have one name
   * @throws java.util.ServiceConfigurationError if one cannot be loaded
   */
  public static Providers find(List<ClassLoader> loaders) {
    Providers found =
        new Providers(
            load(ObjectStoreProvider.class, loaders),
            load(KeyValueStoreProvider.class, loaders),
            load(ProtocolProvider.class, loaders),
            load(BlockCodecProvider.class, loaders));
    Providers.requireUnique(found.objectStores(), ObjectStoreProvider::schemes, "object store");
    Providers.requireUnique(
        found.keyValueStores(), provider -> List.of(provider.name()), "key-value store");
    Providers.requireUnique(found.protocols(), provider -> List.of(provider.name()), "protocol");
    Providers.requireUnique(found.codecs(), provider -> List.of(provider.name()), "block codec");
    return found;
  }

  /** Every provider on the class path. */
  public static Providers onClassPath() {
    return find(List.of(ProviderDiscovery.class.getClassLoader()));
  }

  private static <P extends Provider> List<P> load(Class<P> kind, List<ClassLoader> loaders) {
    List<P> found = new ArrayList<>();
    for (ClassLoader loader : loaders) {
      // A plug-in's loader also sees what its parents offer; that was found there already.
      ServiceLoader.load(kind, loader).stream()
          .filter(
              provider -> found.stream().noneMatch(known -> known.getClass() == provider.type()))
          .map(ServiceLoader.Provider::get)
          .forEach(found::add);
    }
    return found;
  }
}
