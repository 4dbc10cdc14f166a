package dev.zerofs.ports.keyvalue;

import org.jspecify.annotations.Nullable;

/** Why a call of a {@link KeyValueStore} failed. Messages never contain secrets. */
public abstract sealed class KeyValueException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private KeyValueException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * Another writer has taken the store over. This process must neither acknowledge nor serve
   * anything more.
   */
  public static final class Replaced extends KeyValueException {
    private static final long serialVersionUID = 1L;

    /** An exception that says by whom. */
    public Replaced(String message) {
      super(message, null);
    }
  }

  /** Stored data is damaged; the message names the object. */
  public static final class Corrupt extends KeyValueException {
    private static final long serialVersionUID = 1L;

    /** An exception that names the damaged object and place. */
    public Corrupt(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The backing store could not be reached in time. Nothing was applied; try again later. */
  public static final class Unavailable extends KeyValueException {
    private static final long serialVersionUID = 1L;

    /** An exception with what happened. */
    public Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The backing store is full. Nothing was applied; deletes still work. */
  public static final class OutOfSpace extends KeyValueException {
    private static final long serialVersionUID = 1L;

    /** An exception with what happened. */
    public OutOfSpace(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The store cannot be opened as it is: wrong format version, or not a volume of this kind. */
  public static final class Unusable extends KeyValueException {
    private static final long serialVersionUID = 1L;

    /** An exception that says what was found and what was expected. */
    public Unusable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * A snapshot of a reader is older than the store keeps what it was made of. Nothing is damaged: a
   * new snapshot can be read.
   */
  public static final class Expired extends KeyValueException {
    private static final long serialVersionUID = 1L;

    /** An exception that names the snapshot and what is gone. */
    public Expired(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The store was closed, or the calling thread interrupted, before the call could end. */
  public static final class Closed extends KeyValueException {
    private static final long serialVersionUID = 1L;

    /** An exception with what was cut short. */
    public Closed(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
