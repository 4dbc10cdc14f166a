package dev.zerofs.bootstrap.probe;

/** A store that cannot do what a volume needs. The message says what, and what to do. */
public final class UnsuitableStoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnsuitableStoreException(String location, String finding, String advice) {
    super("the store at " + location + " " + finding + "; " + advice);
  }
}
