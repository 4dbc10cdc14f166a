package dev.zerofs.memory;

import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.ObjectStoreProvider;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.time.Clock;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** Makes an empty store for every {@code memory://} URL, whatever comes after the scheme. */
public final class MemoryObjectStoreProvider implements ObjectStoreProvider {

  /** For {@link java.util.ServiceLoader}. */
  public MemoryObjectStoreProvider() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of();
  }

  @Override
  public Set<String> schemes() {
    return Set.of("memory");
  }

  @Override
  public ObjectStore open(URI url, Settings settings, Clock clock) {
    return new MemoryObjectStore(clock);
  }
}
