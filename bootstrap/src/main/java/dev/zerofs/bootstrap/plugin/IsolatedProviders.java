package dev.zerofs.bootstrap.plugin;

import dev.zerofs.ports.codec.BlockCodec;
import dev.zerofs.ports.filesystem.FileSystem;
import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.BlockCodecProvider;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.plugin.KeyValueStoreProvider;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.plugin.ProtocolProvider;
import dev.zerofs.ports.plugin.Provider;
import dev.zerofs.ports.protocol.ProtocolServer;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Providers of plug-ins as the server uses them. While one makes something, the thread's context
 * class loader is the plug-in's, since libraries look for their parts there; and a class that turns
 * out to be missing only now is told with the plug-in's name. Names and settings are asked once.
 */
final class IsolatedProviders {

  private IsolatedProviders() {}

  /** Wraps {@code provider}, after asking what it says of itself. */
  static Provider isolate(Provider provider, Plugin plugin, ClassLoader loader) {
    return switch (provider) {
      case ObjectStoreProvider it -> new Objects(it, plugin, loader);
      case KeyValueStoreProvider it -> new KeyValues(it, plugin, loader);
      case ProtocolProvider it -> new Protocols(it, plugin, loader);
      case BlockCodecProvider it -> new Codecs(it, plugin, loader);
    };
  }

  /** What providers of every kind have, and how they are called. */
  abstract static class Isolated<P extends Provider> {

    private final P provider;
    private final String name;
    private final List<Setting<?>> settings;
    private final String pluginName;
    private final String pluginPlace;
    private final ClassLoader loader;

    Isolated(P provider, Plugin plugin, ClassLoader loader) {
      this.provider = provider;
      this.name = provider.name();
      this.settings = List.copyOf(provider.settings());
      this.pluginName = plugin.name();
      this.pluginPlace = plugin.place();
      this.loader = loader;
    }

    public final String name() {
      return name;
    }

    public final List<Setting<?>> settings() {
      return settings;
    }

    final <T> T make(Function<P, T> work) {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(loader);
      try {
        return work.apply(provider);
      } catch (LinkageError e) {
        throw new SettingException(
            "plug-in " + pluginName, pluginPlace, "cannot be used: " + LoadFailures.describe(e));
      } finally {
        thread.setContextClassLoader(before);
      }
    }

    final void run(Consumer<P> work) {
      boolean _ =
          make(
              one -> {
                work.accept(one);
                return true;
              });
    }
  }

  private static final class Objects extends Isolated<ObjectStoreProvider>
      implements ObjectStoreProvider {

    private final Set<String> schemes;

    Objects(ObjectStoreProvider provider, Plugin plugin, ClassLoader loader) {
      super(provider, plugin, loader);
      this.schemes = Set.copyOf(provider.schemes());
    }

    @Override
    public Set<String> schemes() {
      return schemes;
    }

    @Override
    public void check(URI url, Settings settings) {
      run(provider -> provider.check(url, settings));
    }

    @Override
    public ObjectStore open(URI url, Settings settings, Clock clock) {
      return make(provider -> provider.open(url, settings, clock));
    }
  }

  private static final class KeyValues extends Isolated<KeyValueStoreProvider>
      implements KeyValueStoreProvider {

    KeyValues(KeyValueStoreProvider provider, Plugin plugin, ClassLoader loader) {
      super(provider, plugin, loader);
    }

    @Override
    public KeyValueStore open(KeyValueContext context) {
      return make(provider -> provider.open(context));
    }

    @Override
    public KeyValueReader openReader(KeyValueContext context) {
      return make(provider -> provider.openReader(context));
    }

    @Override
    public void createClone(KeyValueContext source, String checkpoint, KeyValueContext target) {
      run(provider -> provider.createClone(source, checkpoint, target));
    }
  }

  private static final class Protocols extends Isolated<ProtocolProvider>
      implements ProtocolProvider {

    Protocols(ProtocolProvider provider, Plugin plugin, ClassLoader loader) {
      super(provider, plugin, loader);
    }

    @Override
    public List<InetSocketAddress> addresses(Settings settings) {
      return make(provider -> provider.addresses(settings));
    }

    @Override
    public ProtocolServer create(FileSystem fileSystem, Clock clock, Settings settings) {
      return make(provider -> provider.create(fileSystem, clock, settings));
    }
  }

  private static final class Codecs extends Isolated<BlockCodecProvider>
      implements BlockCodecProvider {

    Codecs(BlockCodecProvider provider, Plugin plugin, ClassLoader loader) {
      super(provider, plugin, loader);
    }

    @Override
    public BlockCodec create(Settings settings) {
      return make(provider -> provider.create(settings));
    }
  }
}
