package dev.zerofs.domain.transaction;

import dev.zerofs.ports.filesystem.Status;

/** An operation says no. Not an error: cheap, without a stack trace, and nothing was changed. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Status status;

  /** A refusal for this reason. */
  public Refusal(Status status) {
    super(status.name(), null, false, false);
    this.status = status;
  }

  /** Why. */
  public Status status() {
    return status;
  }
}
