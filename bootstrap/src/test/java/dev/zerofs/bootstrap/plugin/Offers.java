package dev.zerofs.bootstrap.plugin;

import dev.zerofs.ports.filesystem.FileSystem;
import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.plugin.KeyValueStoreProvider;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.plugin.ProtocolProvider;
import dev.zerofs.ports.protocol.ProtocolServer;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** Providers that only have names. */
final class Offers {

  private Offers() {}

  static ObjectStoreProvider objectStore(String name, String... schemes) {
    return new ObjectStoreProvider() {
      @Override
      public Set<String> schemes() {
        return Set.of(schemes);
      }

      @Override
      public ObjectStore open(URI url, Settings settings, Clock clock) {
        throw new UnsupportedOperationException();
      }

      @Override
      public String name() {
        return name;
      }

      @Override
      public List<Setting<?>> settings() {
        return List.of(Setting.text(name + ".option", "x", "An option."));
      }
    };
  }

  static KeyValueStoreProvider engine(String name) {
    return new KeyValueStoreProvider() {
      @Override
      public KeyValueStore open(KeyValueContext context) {
        throw new UnsupportedOperationException();
      }

      @Override
      public KeyValueReader openReader(KeyValueContext context) {
        throw new UnsupportedOperationException();
      }

      @Override
      public String name() {
        return name;
      }

      @Override
      public List<Setting<?>> settings() {
        return List.of();
      }
    };
  }

  static ProtocolProvider protocol(String name) {
    return new ProtocolProvider() {
      @Override
      public ProtocolServer create(FileSystem fileSystem, Clock clock, Settings settings) {
        throw new UnsupportedOperationException();
      }

      @Override
      public String name() {
        return name;
      }

      @Override
      public List<Setting<?>> settings() {
        return List.of();
      }
    };
  }
}
