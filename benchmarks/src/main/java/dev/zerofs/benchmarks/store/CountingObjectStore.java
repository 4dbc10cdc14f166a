package dev.zerofs.benchmarks.store;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ForwardingObjectStore;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests and bytes on their way to another store. It may say that the objects are
 * elsewhere than they are, since an engine treats a local directory otherwise than a bucket. Safe
 * for use by any number of threads.
 */
public final class CountingObjectStore extends ForwardingObjectStore {

  /** What S3 deletes with one request. */
  private static final int DELETES_PER_REQUEST = 1000;

  private final @Nullable String location;

  private final Object lock = new Object();
  private final Map<Request, Long> requests = new EnumMap<>(Request.class); // guarded by lock
  private final SortedMap<String, Long> bytesUp = new TreeMap<>(); // guarded by lock
  private final SortedMap<String, Long> gets = new TreeMap<>(); // guarded by lock
  private long bytesDown; // guarded by lock
  private int parallel; // guarded by lock
  private int parallelMax; // guarded by lock

  /**
   * A counter before {@code store}, which it closes.
   *
   * @param location what it says of itself, or null for what {@code store} says
   */
  public CountingObjectStore(ObjectStore store, @Nullable String location) {
    super(store);
    this.location = location;
  }

  /** What has passed so far. */
  public Traffic traffic() {
    synchronized (lock) {
      long up = bytesUp.values().stream().mapToLong(Long::longValue).sum();
      return new Traffic(
          Map.copyOf(requests),
          up,
          bytesDown,
          new TreeMap<>(bytesUp),
          new TreeMap<>(gets),
          parallelMax);
    }
  }

  /** Whether requests are under way. */
  public boolean isBusy() {
    synchronized (lock) {
      return parallel > 0;
    }
  }

  @Override
  public Bytes get(ObjectKey key) {
    return counted(Request.GET, 1, () -> down(key, target().get(key)));
  }

  @Override
  public Bytes get(ObjectKey key, long offset, int length) {
    return counted(Request.GET, 1, () -> down(key, target().get(key, offset, length)));
  }

  @Override
  public void put(ObjectKey key, Bytes body) {
    counted(Request.PUT, 1, () -> up(key, body, () -> target().put(key, body)));
  }

  @Override
  public void putIfAbsent(ObjectKey key, Bytes body) {
    counted(Request.PUT, 1, () -> up(key, body, () -> target().putIfAbsent(key, body)));
  }

  @Override
  public ObjectPage list(String prefix, @Nullable ObjectKey startAfter, int limit) {
    return counted(Request.LIST, 1, () -> target().list(prefix, startAfter, limit));
  }

  @Override
  public @Nullable ObjectSummary head(ObjectKey key) {
    begin(Request.HEAD, 1);
    try {
      return target().head(key);
    } finally {
      end();
    }
  }

  @Override
  public void delete(ObjectKey key) {
    counted(Request.DELETE, 1, run(() -> target().delete(key)));
  }

  @Override
  public void deleteAll(Collection<ObjectKey> keys) {
    int count = Math.ceilDiv(keys.size(), DELETES_PER_REQUEST);
    counted(Request.DELETE, count, run(() -> target().deleteAll(keys)));
  }

  @Override
  public String location() {
    return location == null ? super.location() : location;
  }

  private Bytes down(ObjectKey key, Bytes body) {
    synchronized (lock) {
      bytesDown += body.length();
      gets.merge(area(key), 1L, Long::sum);
    }
    return body;
  }

  /** Bytes count before they are sent: a put that fails has been paid for with bandwidth too. */
  private Boolean up(ObjectKey key, Bytes body, Runnable put) {
    synchronized (lock) {
      bytesUp.merge(area(key), (long) body.length(), Long::sum);
    }
    put.run();
    return true;
  }

  private static Supplier<Boolean> run(Runnable request) {
    return () -> {
      request.run();
      return true;
    };
  }

  private static String area(ObjectKey key) {
    int slash = key.value().indexOf('/');
    return slash < 0 ? key.value() : key.value().substring(0, slash);
  }

  private <T> T counted(Request kind, int count, Supplier<T> request) {
    begin(kind, count);
    try {
      return request.get();
    } finally {
      end();
    }
  }

  private void begin(Request kind, int count) {
    synchronized (lock) {
      requests.merge(kind, (long) count, Long::sum);
      parallelMax = Math.max(parallelMax, ++parallel);
    }
  }

  private void end() {
    synchronized (lock) {
      parallel--;
    }
  }
}
