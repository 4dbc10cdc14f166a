package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.wire.NfsStatus;

/** A call that is refused before it reaches the file system. Carries no stack trace. */
final class NfsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final NfsStatus status;

  NfsException(NfsStatus status) {
    super(status.name(), null, false, false);
    this.status = status;
  }

  /** Why it is refused. */
  NfsStatus status() {
    return status;
  }
}
