package dev.zerofs.gcs;

import com.google.auth.Retryable;
import java.io.IOException;

/** The credentials gave no access token, so that nothing was sent to the store. */
final class NoAccessToken extends IOException {

  private static final long serialVersionUID = 1L;

  /** What the token service says of an assertion that was not made in its present. */
  private static final String SKEWED = "short-lived token";

  NoAccessToken(IOException cause) {
    super(describe(cause), cause);
  }

  /** Whether the token service may answer otherwise in a moment. */
  boolean isPassing() {
    return !(getCause() instanceof Retryable known) || known.isRetryable();
  }

  private static String describe(IOException cause) {
    StringBuilder text = new StringBuilder();
    for (Throwable t = cause; t != null; t = t.getCause()) {
      text.append(t.getMessage()).append(' ');
    }
    String hint =
        text.indexOf(SKEWED) >= 0
            ? " (is this machine's clock right?)"
            : " (gcs.credentials-file, or the application default credentials)";
    String first = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return "no access token: " + first + hint;
  }
}
