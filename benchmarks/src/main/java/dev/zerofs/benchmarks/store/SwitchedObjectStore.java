package dev.zerofs.benchmarks.store;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.util.Collection;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A store that can be out of reach. Safe for use by any number of threads. */
public final class SwitchedObjectStore implements ObjectStore {

  private final ObjectStore store;
  private volatile boolean isDown;

  /** A way to {@code store}, which it closes. */
  public SwitchedObjectStore(ObjectStore store) {
    this.store = store;
  }

  /** Whether every request fails from now on. */
  public void down(boolean down) {
    this.isDown = down;
  }

  private ObjectStore reached() {
    if (isDown) {
      throw new ObjectStoreException.Transient("the line is cut", null);
    }
    return store;
  }

  @Override
  public Bytes get(ObjectKey key) {
    return reached().get(key);
  }

  @Override
  public Bytes get(ObjectKey key, long offset, int length) {
    return reached().get(key, offset, length);
  }

  @Override
  public void put(ObjectKey key, Bytes body) {
    reached().put(key, body);
  }

  @Override
  public void putIfAbsent(ObjectKey key, Bytes body) {
    reached().putIfAbsent(key, body);
  }

  @Override
  public ObjectPage list(String prefix, @Nullable ObjectKey startAfter, int limit) {
    return reached().list(prefix, startAfter, limit);
  }

  @Override
  public @Nullable ObjectSummary head(ObjectKey key) {
    return reached().head(key);
  }

  @Override
  public void delete(ObjectKey key) {
    reached().delete(key);
  }

  @Override
  public void deleteAll(Collection<ObjectKey> keys) {
    reached().deleteAll(keys);
  }

  @Override
  public OptionalLong roomBytes() {
    return store.roomBytes();
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public void close() {
    store.close();
  }
}
