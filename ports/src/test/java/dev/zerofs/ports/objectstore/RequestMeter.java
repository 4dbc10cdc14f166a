package dev.zerofs.ports.objectstore;

import dev.zerofs.ports.objectstore.StoreRequest.Kind;
import java.util.EnumMap;
import java.util.Map;

/** Counts requests and the bytes of their bodies. Safe for use by any number of threads. */
final class RequestMeter {

  private final Map<Kind, Long> requests = new EnumMap<>(Kind.class); // guarded by this
  private final Map<Kind, Long> bytes = new EnumMap<>(Kind.class); // guarded by this

  /** Counts a request and what it sends. */
  synchronized void add(Kind kind, long bodyBytes) {
    requests.merge(kind, 1L, Long::sum);
    addBytes(kind, bodyBytes);
  }

  /** Counts what came back. */
  synchronized void addBytes(Kind kind, long bodyBytes) {
    bytes.merge(kind, bodyBytes, Long::sum);
  }

  /** Everything since the start or the last {@link #reset}. */
  synchronized RequestCounts counts() {
    return new RequestCounts(requests, bytes);
  }

  /** Begins anew. */
  synchronized void reset() {
    requests.clear();
    bytes.clear();
  }
}
