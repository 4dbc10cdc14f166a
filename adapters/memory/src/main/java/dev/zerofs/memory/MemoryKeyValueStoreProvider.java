package dev.zerofs.memory;

import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.plugin.KeyValueStoreProvider;
import dev.zerofs.ports.settings.Setting;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Makes an empty store that lives in memory and leaves its object store alone but for telling
 * stores apart: a reader reads what was opened last over the same one.
 */
public final class MemoryKeyValueStoreProvider implements KeyValueStoreProvider {

  private final Map<ObjectStore, MemoryVolume> volumes = new WeakHashMap<>(); // guarded by this

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
    MemoryVolume volume = new MemoryVolume();
    synchronized (this) {
      volumes.put(context.objectStore(), volume);
    }
    return volume.open(context.clock());
  }

  @Override
  public synchronized KeyValueReader openReader(KeyValueContext context) {
    MemoryVolume volume = volumes.get(context.objectStore());
    if (volume == null) {
      throw new KeyValueException.Unusable(
          "there is no store in this process's memory over " + context.objectStore().location(),
          null);
    }
    return volume.openReader();
  }
}
