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
import java.util.function.Supplier;

/**
 * Providers of plug-ins as the server uses them. While one makes something, the thread's context
 * class loader is the plug-in's, since libraries look for their parts there; and a class that turns
 * out to be missing only now is told with the plug-in's name. Names and settings are asked once.
 */
final class IsolatedProviders {

  private IsolatedProviders() {}

  /** Wraps {@code provider}, after asking what it says of itself. */
  static Provider isolate(Provider provider, Plugin plugin, ClassLoader loader) {
    Call call =
        new Call(
            provider.name(),
            List.copyOf(provider.settings()),
            new Plugin(plugin.name(), plugin.version(), plugin.place(), List.of(), null),
            loader);
    return switch (provider) {
      case ObjectStoreProvider it -> new Objects(it, Set.copyOf(it.schemes()), call);
      case KeyValueStoreProvider it -> new KeyValues(it, call);
      case ProtocolProvider it -> new Protocols(it, call);
      case BlockCodecProvider it -> new Codecs(it, call);
    };
  }

  /** How a provider is called. */
  private record Call(
      String providerName, List<Setting<?>> settings, Plugin plugin, ClassLoader loader) {

    <T> T make(Supplier<T> work) {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(loader);
      try {
        return work.get();
      } catch (LinkageError e) {
        throw new SettingException(
            "plug-in " + plugin.name(),
            plugin.place(),
            "cannot be used: " + LoadFailures.describe(e));
      } finally {
        thread.setContextClassLoader(before);
      }
    }
  }

  private record Objects(ObjectStoreProvider provider, Set<String> schemes, Call call)
      implements ObjectStoreProvider {
    @Override
    public String name() {
      return call.providerName();
    }

    @Override
    public List<Setting<?>> settings() {
      return call.settings();
    }

    @Override
    public void check(URI url, Settings settings) {
      var _ =
          call.make(
              () -> {
                provider.check(url, settings);
                return true;
              });
    }

    @Override
    public ObjectStore open(URI url, Settings settings, Clock clock) {
      return call.make(() -> provider.open(url, settings, clock));
    }
  }

  private record KeyValues(KeyValueStoreProvider provider, Call call)
      implements KeyValueStoreProvider {
    @Override
    public String name() {
      return call.providerName();
    }

    @Override
    public List<Setting<?>> settings() {
      return call.settings();
    }

    @Override
    public KeyValueStore open(KeyValueContext context) {
      return call.make(() -> provider.open(context));
    }

    @Override
    public KeyValueReader openReader(KeyValueContext context) {
      return call.make(() -> provider.openReader(context));
    }

    @Override
    public void createClone(KeyValueContext source, String checkpoint, KeyValueContext target) {
      var _ =
          call.make(
              () -> {
                provider.createClone(source, checkpoint, target);
                return true;
              });
    }
  }

  private record Protocols(ProtocolProvider provider, Call call) implements ProtocolProvider {
    @Override
    public String name() {
      return call.providerName();
    }

    @Override
    public List<Setting<?>> settings() {
      return call.settings();
    }

    @Override
    public List<InetSocketAddress> addresses(Settings settings) {
      return call.make(() -> provider.addresses(settings));
    }

    @Override
    public ProtocolServer create(FileSystem fileSystem, Clock clock, Settings settings) {
      return call.make(() -> provider.create(fileSystem, clock, settings));
    }
  }

  private record Codecs(BlockCodecProvider provider, Call call) implements BlockCodecProvider {
    @Override
    public String name() {
      return call.providerName();
    }

    @Override
    public List<Setting<?>> settings() {
      return call.settings();
    }

    @Override
    public BlockCodec create(Settings settings) {
      return call.make(() -> provider.create(settings));
    }
  }
}
