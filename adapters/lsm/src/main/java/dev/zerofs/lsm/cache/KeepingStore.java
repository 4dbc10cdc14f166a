package dev.zerofs.lsm.cache;

import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ForwardingObjectStore;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;

/**
 * A store that keeps what this writer puts into it on disk too, if it is read by parts: tables
 * above all, which are read soon after. Safe for use by any number of threads.
 */
public final class KeepingStore extends ForwardingObjectStore {

  private final ObjectNames names;
  private final VolumeCache cache;

  /**
   * A view of {@code target}.
   *
   * @param names of this writer's volume
   */
  public KeepingStore(ObjectStore target, ObjectNames names, VolumeCache cache) {
    super(target);
    this.names = names;
    this.cache = cache;
  }

  @Override
  public void put(ObjectKey key, Bytes body) {
    target().put(key, body);
    keep(key, body);
  }

  @Override
  public void putIfAbsent(ObjectKey key, Bytes body) {
    target().putIfAbsent(key, body);
    keep(key, body);
  }

  private void keep(ObjectKey key, Bytes body) {
    StoredObject object = names.find(key);
    if (object != null) {
      cache.offerObject(object, body);
    }
  }

  /** Does nothing: the target is the caller's. */
  @Override
  public void close() {}
}
