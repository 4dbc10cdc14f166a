package dev.zerofs.ports.objectstore;

/**
 * One call of an object store, as {@link FaultyObjectStore} shows it to hooks and scripts.
 *
 * @param index how many requests came before it, of all kinds
 * @param kind which method was called
 * @param subject the key, or the prefix of a listing, or the first key of a delete of many
 * @param bodyBytes the length of the body that is being put, else 0
 */
public record StoreRequest(long index, Kind kind, String subject, long bodyBytes) {

  /** The methods of {@link ObjectStore}. */
  public enum Kind {
    /** A get of a whole body. */
    GET,
    /** A get of a range. */
    GET_RANGE,
    /** A head. */
    HEAD,
    /** One page of a listing. */
    LIST,
    /** An unconditional put. */
    PUT,
    /** A put-if-absent. */
    PUT_IF_ABSENT,
    /** A delete of one object. */
    DELETE,
    /** A delete of many objects. */
    DELETE_ALL;

    /** Whether it changes the store. */
    public boolean isWrite() {
      return switch (this) {
        case GET, GET_RANGE, HEAD, LIST -> false;
        case PUT, PUT_IF_ABSENT, DELETE, DELETE_ALL -> true;
      };
    }
  }

  @Override
  public String toString() {
    return "#" + index + " " + kind + " " + subject;
  }
}
