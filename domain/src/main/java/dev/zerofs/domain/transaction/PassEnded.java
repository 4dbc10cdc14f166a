package dev.zerofs.domain.transaction;

/** This pass of a change went as far as it can: another one with the right locks must follow. */
final class PassEnded extends RuntimeException {
  static final PassEnded SIGNAL = new PassEnded();

  private static final long serialVersionUID = 1L;

  private PassEnded() {
    super("another pass is needed", null, false, false);
  }
}
