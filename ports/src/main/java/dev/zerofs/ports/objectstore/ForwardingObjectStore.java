package dev.zerofs.ports.objectstore;

import dev.zerofs.ports.bytes.Bytes;
import java.util.Collection;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Passes every call on to another store: what a decorator overrides is what it does otherwise.
 *
 * <p>Calls of one kind come in pairs, a whole object and a range, a put and a put if absent, one
 * delete and many: none of them calls another here, but for {@link #getPieces}, which is got as a
 * range, so that nobody's {@code get} misses it; a decorator that lets reads pass may pass that on
 * too and save a copy. As safe for threads as the target.
 */
public abstract class ForwardingObjectStore implements ObjectStore {

  private final ObjectStore target;

  /**
   * A store before {@code target}.
   *
   * @param target is closed with this one, unless {@link #close} says otherwise
   */
  protected ForwardingObjectStore(ObjectStore target) {
    this.target = target;
  }

  /** The store that calls are passed on to. */
  protected final ObjectStore target() {
    return target;
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
    return target.location();
  }

  @Override
  public void close() {
    target.close();
  }
}
