package dev.zerofs.gcs;

import java.io.IOException;

/**
 * What the attempts of one request came to. It does not leave this package: {@link GcsFailures}
 * makes of it what the port promises.
 */
final class FailedRequest extends Exception {

  private static final long serialVersionUID = 1L;

  private final IOException last;
  private final boolean earlierMayBeApplied;
  private final boolean lastMayBeApplied;

  /**
   * A failure.
   *
   * @param last what the last attempt met
   * @param earlierMayBeApplied whether any attempt before the last may have been applied
   * @param lastMayBeApplied whether the last one may have been
   */
  FailedRequest(IOException last, boolean earlierMayBeApplied, boolean lastMayBeApplied) {
    super(last);
    this.last = last;
    this.earlierMayBeApplied = earlierMayBeApplied;
    this.lastMayBeApplied = lastMayBeApplied;
  }

  /** What the last attempt met. */
  IOException last() {
    return last;
  }

  /** Whether any attempt before the last may have been applied. */
  boolean earlierMayBeApplied() {
    return earlierMayBeApplied;
  }

  /** Whether any attempt may have been applied. */
  boolean anyMayBeApplied() {
    return earlierMayBeApplied || lastMayBeApplied;
  }
}
