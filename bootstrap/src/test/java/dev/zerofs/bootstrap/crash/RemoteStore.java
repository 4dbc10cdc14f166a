package dev.zerofs.bootstrap.crash;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.util.Collection;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A store that does not say that it is on this machine's disk, so that what is read of it is kept
 * in the disk cache, which has crashes to survive like everything else.
 */
record RemoteStore(ObjectStore target) implements ObjectStore {

  @Override
  public Bytes get(ObjectKey key) {
    return target.get(key);
  }

  @Override
  public Bytes get(ObjectKey key, long offset, int length) {
    return target.get(key, offset, length);
  }

  @Override
  public void put(ObjectKey key, Bytes body) {
    target.put(key, body);
  }

  @Override
  public void putIfAbsent(ObjectKey key, Bytes body) {
    target.putIfAbsent(key, body);
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
    return "faulty:" + target.location();
  }

  @Override
  public void close() {
    target.close();
  }
}
