package dev.zerofs.bootstrap.wiring;

import dev.zerofs.bootstrap.plugin.Providers;
import dev.zerofs.memory.MemoryKeyValueStore;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.memory.MemoryVolume;
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
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Providers named "fake" of each kind, over memory, that tell what happens to what they made. */
final class Fakes {

  private final List<String> events = new ArrayList<>();
  private boolean failsToStart;
  private @Nullable KeyValueContext context;
  private @Nullable FileSystem served;
  private long engineEpoch;

  Providers providers() {
    return new Providers(
        List.of(new Store()), List.of(new Engine()), List.of(new Protocol()), List.of());
  }

  List<String> events() {
    return events;
  }

  /** From now on the server cannot be started. */
  void failToStart() {
    failsToStart = true;
  }

  /** The engine tells that it can serve no more. */
  void fatal(RuntimeException failure) {
    Objects.requireNonNull(context, "not opened").fatal().accept(failure);
  }

  /** The file system that the server was made from. */
  FileSystem served() {
    return Objects.requireNonNull(served, "not made");
  }

  long engineEpoch() {
    return engineEpoch;
  }

  /** {@code target} with its close told. */
  private <T> T tellingClose(Class<T> type, T target, String name) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              if (method.getName().equals("close")) {
                events.add("close " + name);
              }
              try {
                return method.invoke(target, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private final class Store implements ObjectStoreProvider {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public List<Setting<?>> settings() {
      return List.of();
    }

    @Override
    public Set<String> schemes() {
      return Set.of("fake");
    }

    @Override
    public ObjectStore open(URI url, Settings settings, Clock clock) {
      events.add("open store " + url);
      return tellingClose(ObjectStore.class, new MemoryObjectStore(clock), "store");
    }
  }

  private final class Engine implements KeyValueStoreProvider {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public List<Setting<?>> settings() {
      return List.of();
    }

    @Override
    public KeyValueStore open(KeyValueContext given) {
      events.add("open engine");
      context = given;
      MemoryKeyValueStore store = new MemoryVolume().open(given.clock());
      engineEpoch = store.epoch();
      return tellingClose(KeyValueStore.class, store, "engine");
    }

    @Override
    public KeyValueReader openReader(KeyValueContext given) {
      events.add("open reader");
      return new MemoryVolume().openReader();
    }
  }

  private final class Protocol implements ProtocolProvider {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public List<Setting<?>> settings() {
      return List.of();
    }

    @Override
    public ProtocolServer create(FileSystem fileSystem, Clock clock, Settings settings) {
      served = fileSystem;
      return new Server();
    }
  }

  private final class Server implements ProtocolServer {
    @Override
    public void start() {
      if (failsToStart) {
        throw new IllegalStateException("cannot bind");
      }
      events.add("start server");
    }

    @Override
    public List<InetSocketAddress> addresses() {
      return List.of(new InetSocketAddress("127.0.0.1", 7));
    }

    @Override
    public List<String> instructions() {
      return List.of("do this");
    }

    @Override
    public void stop(Duration grace) {
      events.add("stop server " + grace);
    }
  }
}
