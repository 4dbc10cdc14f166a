package dev.zerofs.memory;

import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.plugin.KeyValueStoreProvider;
import dev.zerofs.ports.settings.Setting;
import java.util.List;

/** Makes an empty store that lives in memory and leaves its object store alone. */
public final class MemoryKeyValueStoreProvider implements KeyValueStoreProvider {

  /** For {@link java.util.ServiceLoader}. */
  public MemoryKeyValueStoreProvider() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of();
  }

  @Override
  public KeyValueStore open(KeyValueContext context) {
    return new MemoryVolume().open(context.clock());
  }
}
