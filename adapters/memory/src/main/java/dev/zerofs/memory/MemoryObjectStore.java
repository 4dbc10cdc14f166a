package dev.zerofs.memory;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.objectstore.ObjectSummary;
import dev.zerofs.ports.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Objects in a sorted map. They live as long as the instance, also after {@link #close}, so that
 * simulated processes can come and go over one store. Safe for use by any number of threads.
 */
public final class MemoryObjectStore implements ObjectStore {

  private record Stored(Bytes body, long modifiedEpochNanos) {
    ObjectSummary summary(ObjectKey key) {
      return new ObjectSummary(key, body.length(), modifiedEpochNanos);
    }
  }

  private final ConcurrentNavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();
  private final Clock clock;

  /** An empty store whose objects are dated by {@code clock}. */
  public MemoryObjectStore(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Bytes get(ObjectKey key) {
    return require(key).body();
  }

  @Override
  public Bytes get(ObjectKey key, long offset, int length) {
    if (offset < 0 || length < 1) {
      throw new IllegalArgumentException("range " + offset + "+" + length + " of " + key);
    }
    Bytes body = require(key).body();
    int from = (int) Math.min(offset, body.length());
    return body.slice(from, Math.min(length, body.length() - from));
  }

  private Stored require(ObjectKey key) {
    Stored stored = objects.get(key.value());
    if (stored == null) {
      throw new ObjectStoreException.NotFound(key);
    }
    return stored;
  }

  @Override
  public void put(ObjectKey key, Bytes body) {
    objects.put(key.value(), new Stored(body, clock.epochNanos()));
  }

  @Override
  public void putIfAbsent(ObjectKey key, Bytes body) {
    if (objects.putIfAbsent(key.value(), new Stored(body, clock.epochNanos())) != null) {
      throw new ObjectStoreException.PreconditionFailed(key);
    }
  }

  @Override
  public ObjectPage list(String prefix, @Nullable ObjectKey startAfter, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a page of " + limit + " objects");
    }
    List<ObjectSummary> page = new ArrayList<>();
    for (var entry : tail(prefix, startAfter).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break; // what begins with the prefix lies together
      }
      if (page.size() == limit) {
        return new ObjectPage(page, true);
      }
      page.add(entry.getValue().summary(new ObjectKey(entry.getKey())));
    }
    return new ObjectPage(page, false);
  }

  private NavigableMap<String, Stored> tail(String prefix, @Nullable ObjectKey startAfter) {
    return startAfter == null || startAfter.value().compareTo(prefix) < 0
        ? objects.tailMap(prefix, true)
        : objects.tailMap(startAfter.value(), false);
  }

  @Override
  public @Nullable ObjectSummary head(ObjectKey key) {
    Stored stored = objects.get(key.value());
    return stored == null ? null : stored.summary(key);
  }

  @Override
  public void delete(ObjectKey key) {
    objects.remove(key.value());
  }

  @Override
  public void deleteAll(Collection<ObjectKey> keys) {
    keys.forEach(this::delete);
  }

  /** Not known: the heap is for everybody. */
  @Override
  public OptionalLong roomBytes() {
    return OptionalLong.empty();
  }

  @Override
  public String location() {
    return "memory://";
  }

  /** Does nothing. */
  @Override
  public void close() {}
}
