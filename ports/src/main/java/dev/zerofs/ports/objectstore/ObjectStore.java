package dev.zerofs.ports.objectstore;

import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Whole objects under names, as every cloud bucket keeps them.
 *
 * <p><b>Atomicity.</b> A put takes effect as a whole or not at all: no reader ever sees a part of a
 * body, also after a power cut. Of any number of concurrent {@link #putIfAbsent} of one key exactly
 * one succeeds.
 *
 * <p><b>Durability.</b> When a put or delete returns, its effect survives whatever the store
 * promises to survive (a directory: a power cut of the machine).
 *
 * <p><b>Consistency.</b> After a put or delete has returned, every later get, head and list, from
 * any client, sees it.
 *
 * <p><b>Keys.</b> Whether an object can be kept whose key is a directory of another's ({@code a}
 * beside {@code a/b}) is the store's to say: one that cannot throws {@link
 * ObjectStoreException.Fatal} on the later put and changes nothing.
 *
 * <p><b>Failures.</b> Every method throws {@link ObjectStoreException} only (and {@link
 * IllegalArgumentException} for a number outside what its parameter says), and the kind says what
 * the caller may conclude. Implementations retry only inside their client library's one stated
 * policy. A retry that may have met its own first try's effect is {@link
 * ObjectStoreException.OutcomeUnknown}, never {@link ObjectStoreException.PreconditionFailed}.
 *
 * <p>All methods block and are safe for use by any number of threads; an interrupt ends the call
 * with {@link ObjectStoreException.OutcomeUnknown} (writes) or {@link
 * ObjectStoreException.Transient} (reads), the thread's interrupt status being set.
 */
public interface ObjectStore extends AutoCloseable {

  /**
   * The whole body of {@code key}.
   *
   * @throws ObjectStoreException.NotFound if there is no such object
   * @throws ObjectStoreException.Transient also if the body is shorter than the store said
   */
  Bytes get(ObjectKey key);

  /**
   * The bytes of {@code key} from {@code offset} on: {@code length} of them, or fewer if the object
   * ends before; none if it ends at or before {@code offset}.
   *
   * @param offset 0 or more
   * @param length 1 or more
   * @throws ObjectStoreException.NotFound if there is no such object
   * @throws ObjectStoreException.Transient also if the body is shorter than the store said
   */
  Bytes get(ObjectKey key, long offset, int length);

  /**
   * As {@link #get(ObjectKey, long, int)}, but in pieces, each with an array of its own, for
   * whoever keeps them and lets go of them one by one. Meant to be overridden where that saves a
   * copy.
   *
   * @param pieceBytes the length of every piece but the last, which may be shorter; 1 or more
   * @return the pieces in order; none if the object ends at or before {@code offset}
   */
  default List<Bytes> getPieces(ObjectKey key, long offset, int length, int pieceBytes) {
    if (pieceBytes < 1) {
      throw new IllegalArgumentException("pieces of " + pieceBytes + " bytes");
    }
    Bytes body = get(key, offset, length);
    if (body.length() <= pieceBytes && body.length() == body.array().length) {
      return body.isEmpty() ? List.of() : List.of(body);
    }
    List<Bytes> pieces = new ArrayList<>();
    for (int at = 0; at < body.length(); at += pieceBytes) {
      Bytes piece = body.slice(at, Math.min(pieceBytes, body.length() - at));
      pieces.add(Bytes.wrap(piece.toByteArray()));
    }
    return pieces;
  }

  /** Creates {@code key} or replaces its body. */
  void put(ObjectKey key, Bytes body);

  /**
   * Creates {@code key} unless there is such an object.
   *
   * @throws ObjectStoreException.PreconditionFailed if it certainly existed before this call
   * @throws ObjectStoreException.OutcomeUnknown if this call may or may not have created it
   */
  void putIfAbsent(ObjectKey key, Bytes body);

  /**
   * The objects whose keys begin with {@code prefix}, in ascending order of bytes.
   *
   * @param prefix any string, {@code ""} for all; not necessarily a whole segment
   * @param startAfter only keys greater than this, or null for all
   * @param limit the most objects a page may have, 1 or more; a store may return fewer
   */
  ObjectPage list(String prefix, @Nullable ObjectKey startAfter, int limit);

  /** What the store knows of {@code key}, or null if there is no such object. */
  @Nullable ObjectSummary head(ObjectKey key);

  /** Removes {@code key}; that there is no such object is no failure. */
  void delete(ObjectKey key);

  /**
   * Removes all of {@code keys}, with as few requests as the store offers. After a failure any
   * subset may be gone; calling again is safe.
   */
  void deleteAll(Collection<ObjectKey> keys);

  /**
   * For how many bytes more there is room before the store should be used for nothing but making
   * room: a reserve that whoever deletes may still need is left out, so it may be 0 while puts
   * succeed. Empty where there is no such limit, or none that is known. Cheap, but not free.
   */
  OptionalLong roomBytes();

  /** Where the objects are, for people: a URL without secrets. */
  String location();

  /** Releases connections. No other call may be under way or follow. */
  @Override
  void close();
}
