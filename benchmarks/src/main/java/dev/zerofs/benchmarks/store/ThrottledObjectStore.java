package dev.zerofs.benchmarks.store;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ForwardingObjectStore;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.objectstore.ObjectSummary;
import dev.zerofs.ports.time.Clock;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A store at the end of a slow line: every request takes a while, and all bodies together, up and
 * down apart, no more than so many bytes a second. Safe for use by any number of threads.
 */
public final class ThrottledObjectStore extends ForwardingObjectStore {

  private final Clock clock;
  private final long latencyNanos;
  private final Pipe up;
  private final Pipe down;

  /**
   * A slow way to {@code store}, which it closes.
   *
   * @param bytesPerSecond in each direction; 0 for no limit
   * @param latencyNanos what every request takes beside its body
   */
  public ThrottledObjectStore(
      ObjectStore store, Clock clock, long bytesPerSecond, long latencyNanos) {
    super(store);
    this.clock = clock;
    this.latencyNanos = latencyNanos;
    this.up = new Pipe(bytesPerSecond);
    this.down = new Pipe(bytesPerSecond);
  }

  @Override
  public Bytes get(ObjectKey key) {
    return received(target().get(key));
  }

  @Override
  public Bytes get(ObjectKey key, long offset, int length) {
    return received(target().get(key, offset, length));
  }

  @Override
  public void put(ObjectKey key, Bytes body) {
    send(body);
    target().put(key, body);
  }

  @Override
  public void putIfAbsent(ObjectKey key, Bytes body) {
    send(body);
    target().putIfAbsent(key, body);
  }

  @Override
  public ObjectPage list(String prefix, @Nullable ObjectKey startAfter, int limit) {
    receive(0);
    return target().list(prefix, startAfter, limit);
  }

  @Override
  public @Nullable ObjectSummary head(ObjectKey key) {
    receive(0);
    return target().head(key);
  }

  @Override
  public void delete(ObjectKey key) {
    send(Bytes.EMPTY);
    target().delete(key);
  }

  @Override
  public void deleteAll(Collection<ObjectKey> keys) {
    send(Bytes.EMPTY);
    target().deleteAll(keys);
  }

  /** Not that of a local directory, also if the other end is one. */
  @Override
  public String location() {
    return "far:" + super.location();
  }

  private Bytes received(Bytes body) {
    receive(body.length());
    return body;
  }

  private void receive(long bytes) {
    try {
      pause(down.send(bytes, clock.monotonicNanos()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ObjectStoreException.Transient("interrupted on a slow line", e);
    }
  }

  /** Nothing has reached the store if this ends early, but a caller could not know that. */
  private void send(Bytes body) {
    try {
      pause(up.send(body.length(), clock.monotonicNanos()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ObjectStoreException.OutcomeUnknown("interrupted on a slow line", e);
    }
  }

  private void pause(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos + latencyNanos);
  }
}
