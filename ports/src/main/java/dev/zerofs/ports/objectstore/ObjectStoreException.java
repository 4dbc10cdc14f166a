package dev.zerofs.ports.objectstore;

import org.jspecify.annotations.Nullable;

/**
 * Why a call of an {@link ObjectStore} failed, and so what its caller may conclude.
 *
 * <p>Messages name the store's location or the key and never contain secrets.
 */
public abstract sealed class ObjectStoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private ObjectStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** There is no such object. */
  public static final class NotFound extends ObjectStoreException {
    private static final long serialVersionUID = 1L;

    /** An exception for a get of a missing {@code key}. */
    public NotFound(ObjectKey key) {
      super("no object " + key, null);
    }
  }

  /** The object existed before the call; the call changed nothing. */
  public static final class PreconditionFailed extends ObjectStoreException {
    private static final long serialVersionUID = 1L;

    /** An exception for a put-if-absent of an existing {@code key}. */
    public PreconditionFailed(ObjectKey key) {
      super("object exists already: " + key, null);
    }
  }

  /**
   * The store did not do it this time (throttled, unreachable, broken off): nothing has changed,
   * and the same call may succeed later.
   */
  public static final class Transient extends ObjectStoreException {
    private static final long serialVersionUID = 1L;

    /** An exception with what happened. */
    public Transient(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * The store will not do it (no such bucket, access denied, out of space): nothing has changed,
   * and the same call will fail again until somebody mends the cause.
   */
  public static final class Fatal extends ObjectStoreException {
    private static final long serialVersionUID = 1L;

    /** An exception with what happened. */
    public Fatal(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** There is no room left for the body: nothing has changed; deletes still work. */
  public static final class OutOfSpace extends ObjectStoreException {
    private static final long serialVersionUID = 1L;

    /** An exception with what happened. */
    public OutOfSpace(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * A write may or may not have been applied, or may still be. Read again to learn which; never
   * clean up on the assumption that it failed.
   */
  public static final class OutcomeUnknown extends ObjectStoreException {
    private static final long serialVersionUID = 1L;

    /** An exception with what happened. */
    public OutcomeUnknown(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
