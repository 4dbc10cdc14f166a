package dev.zerofs.lsm.inspect;

/** What was being checked is not needed any more: a newer manifest has something else instead. */
final class MovedOnException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MovedOnException(String message) {
    super(message, null, false, false);
  }
}
