package dev.zerofs.bootstrap.lifecycle;

import com.google.inject.ProvisionException;
import java.io.UncheckedIOException;

/** Tells failures to people: one line, no stack trace. */
public final class Failures {

  private Failures() {}

  /** What really happened, without what the wiring wraps around it. */
  public static Throwable unwrap(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof ProvisionException && cause != null ? unwrap(cause) : failure;
  }

  /** The failure in one line. */
  public static String describe(Throwable failure) {
    Throwable shown = failure;
    if (failure instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
      shown = mentionsItself(unchecked) ? unchecked : unchecked.getCause();
    }
    String message = shown.getMessage();
    String line = message == null ? "" : message.lines().findFirst().orElse("");
    return line.isBlank() ? shown.getClass().getSimpleName() : line;
  }

  /** Whether the message was written for people, and not taken over from the cause. */
  private static boolean mentionsItself(UncheckedIOException failure) {
    return failure.getMessage() != null
        && !failure.getMessage().equals(String.valueOf(failure.getCause()));
  }
}
