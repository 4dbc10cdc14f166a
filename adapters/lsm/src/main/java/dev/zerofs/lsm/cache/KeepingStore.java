package dev.zerofs.lsm.cache;

import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps what this writer puts into it on disk too, if it is read by parts: tables
 * above all, which are read soon after. Safe for use by any number of threads.
 */
public final class KeepingStore implements ObjectStore {

  private final ObjectStore target;
  private final ObjectNames names;
  private final VolumeCache cache;

  /**
   * A view of {@code target}.
   *
   * @param names of this writer's volume
   */
  public KeepingStore(ObjectStore target, ObjectNames names, VolumeCache cache) {
    this.target = target;
    this.names = names;
    this.cache = cache;
  }

  @Override
  public void put(ObjectKey key, Bytes body) {
    target.put(key, body);
    keep(key, body);
  }

  @Override
  public void putIfAbsent(ObjectKey key, Bytes body) {
    target.putIfAbsent(key, body);
    keep(key, body);
  }

  private void keep(ObjectKey key, Bytes body) {
    StoredObject object = names.find(key);
    if (object != null) {
      cache.offerObject(object, body);
    }
  }

  @Override
  public Bytes get(ObjectKey key) {
    return target.get(key);
  }

  @Override
  public Bytes get(ObjectKey key, long offset, int length) {
    return target.get(key, offset, length);
  }

  @Override
  public List<Bytes> getPieces(ObjectKey key, long offset, int length, int pieceBytes) {
    return target.getPieces(key, offset, length, pieceBytes);
  }

  @Override
  public ObjectPage list(String prefix, @Nullable ObjectKey startAfter, int limit) {
    return target.list(prefix, startAfter, limit);
  }

  @Override
  public @Nullable ObjectSummary head(ObjectKey key) {
    return target.head(key);
  }

  @Override
  public void delete(ObjectKey key) {
    target.delete(key);
  }

  @Override
  public void deleteAll(Collection<ObjectKey> keys) {
    target.deleteAll(keys);
  }

  @Override
  public OptionalLong roomBytes() {
    return target.roomBytes();
  }

  @Override
  public String location() {
    return target.location();
  }

  /** Does nothing: the target is the caller's. */
  @Override
  public void close() {}
}
