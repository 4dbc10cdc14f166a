package dev.zerofs.nfs3.xdr;

/**
 * What was received is not what its type's grammar allows. Carries no stack trace: it is common.
 */
public final class MalformedXdrException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An exception that says what was wrong. */
  public MalformedXdrException(String message) {
    super(message, null, false, false);
  }
}
