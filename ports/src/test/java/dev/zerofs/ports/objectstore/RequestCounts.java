package dev.zerofs.ports.objectstore;

import dev.zerofs.ports.objectstore.StoreRequest.Kind;
import java.util.Map;

/**
 * How many requests a store was sent and how many bytes of bodies went over the wire, by kind.
 *
 * @param requestsByKind how many, failed ones included
 * @param bytesByKind of bodies: sent by puts, failed ones included, and received by gets
 */
public record RequestCounts(Map<Kind, Long> requestsByKind, Map<Kind, Long> bytesByKind) {

  /** Copies the maps. */
  public RequestCounts {
    requestsByKind = Map.copyOf(requestsByKind);
    bytesByKind = Map.copyOf(bytesByKind);
  }

  /** How many requests of this kind. */
  public long requests(Kind kind) {
    return requestsByKind.getOrDefault(kind, 0L);
  }

  /** How many bytes of bodies in requests of this kind. */
  public long bytes(Kind kind) {
    return bytesByKind.getOrDefault(kind, 0L);
  }

  /** How many requests of all kinds. */
  public long requests() {
    return requestsByKind.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many bytes of bodies were sent. */
  public long uploadedBytes() {
    return bytes(Kind.PUT) + bytes(Kind.PUT_IF_ABSENT);
  }

  /** How many bytes of bodies were received. */
  public long downloadedBytes() {
    return bytes(Kind.GET) + bytes(Kind.GET_RANGE);
  }
}
