package dev.zerofs.gcs;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponseException;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;

/** The one place where what the client throws becomes a failure of the store. */
final class GcsFailures {

  /** Reasons for a 503 that promise that nothing was done. */
  private static final Set<String> NOT_NOW =
      Set.of("rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded");

  private final String location;

  GcsFailures(String location) {
    this.location = location;
  }

  /**
   * Whether a write that failed like this may have been applied. Below 500 only success changes
   * anything; any other error may come from a gateway that lost sight of a request it had passed
   * on.
   */
  static boolean mayBeApplied(IOException failure) {
    if (failure instanceof HttpResponseException answer) {
      return mayBeApplied(answer.getStatusCode(), reasonOf(answer));
    }
    return !isBeforeSending(failure);
  }

  private static boolean mayBeApplied(int status, String reason) {
    return status >= 500 && !NOT_NOW.contains(reason);
  }

  private static boolean isBeforeSending(Throwable failure) {
    return switch (failure) {
      case NoAccessToken _,
          ConnectException _,
          NoRouteToHostException _,
          UnknownHostException _,
          SSLHandshakeException _,
          ConnectTimeoutException _,
          ConnectionRequestTimeoutException _ ->
          true;
      default -> failure.getCause() != null && isBeforeSending(failure.getCause());
    };
  }

  /** Whether the same request may succeed in a moment. */
  static boolean isPassing(IOException failure) {
    return switch (failure) {
      case HttpResponseException answer -> isPassing(answer.getStatusCode());
      case NoAccessToken token -> token.isPassing();
      default -> !isUntrusted(failure);
    };
  }

  private static boolean isPassing(int status) {
    return status >= 500 && status != 501 || status == 429 || status == 408 || status == 409;
  }

  /** A certificate does not become trusted by asking again. */
  private static boolean isUntrusted(Throwable failure) {
    return failure instanceof SSLHandshakeException
        || failure.getCause() != null && isUntrusted(failure.getCause());
  }

  /** Whether there is no such object (and not: no such bucket). */
  static boolean isNoSuchObject(IOException failure) {
    return failure instanceof HttpResponseException answer
        && answer.getStatusCode() == 404
        && !saysNoBucket(answer.getContent());
  }

  /** Whether a range lies after the end of the object. */
  static boolean isRangeAfterEnd(IOException failure) {
    return failure instanceof HttpResponseException answer && answer.getStatusCode() == 416;
  }

  private static boolean saysNoBucket(@Nullable String text) {
    return text != null && text.contains("bucket does not exist");
  }

  /** A read that failed. */
  ObjectStoreException read(String what, FailedRequest failure) {
    String message = describe(what, failure.last());
    return isPassing(failure.last())
        ? new ObjectStoreException.Transient(message, failure.last())
        : new ObjectStoreException.Fatal(message, failure.last());
  }

  /** A write of anything that failed. */
  ObjectStoreException write(String what, FailedRequest failure) {
    String message = describe(what, failure.last());
    if (failure.anyMayBeApplied() || Thread.currentThread().isInterrupted()) {
      return new ObjectStoreException.OutcomeUnknown(message, failure.last());
    }
    return isPassing(failure.last())
        ? new ObjectStoreException.Transient(message, failure.last())
        : new ObjectStoreException.Fatal(message, failure.last());
  }

  /** A put-if-absent that failed. */
  ObjectStoreException writeIfAbsent(ObjectKey key, FailedRequest failure) {
    boolean exists =
        failure.last() instanceof HttpResponseException answer && answer.getStatusCode() == 412;
    return exists && !failure.earlierMayBeApplied()
        ? new ObjectStoreException.PreconditionFailed(key)
        : write("put " + key, failure);
  }

  /** The answer about one key of a delete of many, as if it were a request of its own. */
  static IOException partOfBatch(GoogleJsonError error) {
    return new GoogleJsonResponseException(
        new HttpResponseException.Builder(error.getCode(), error.getMessage(), new HttpHeaders()),
        error);
  }

  private static String reasonOf(HttpResponseException answer) {
    if (answer instanceof GoogleJsonResponseException json && json.getDetails() != null) {
      return reasonOf(json.getDetails());
    }
    return "";
  }

  private static String reasonOf(GoogleJsonError error) {
    List<GoogleJsonError.ErrorInfo> errors = error.getErrors();
    String reason = errors == null || errors.isEmpty() ? null : errors.getFirst().getReason();
    return reason == null ? "" : reason;
  }

  private String describe(String what, IOException failure) {
    return location + ": " + what + ": " + cause(failure);
  }

  private static String cause(IOException failure) {
    return switch (failure) {
      case HttpResponseException answer -> {
        int status = answer.getStatusCode();
        String hint =
            switch (status) {
              case 401 ->
                  " (the credentials are not accepted: gcs.credentials-file, or the application"
                      + " default credentials)";
              case 403 -> " (the account needs the role Storage Object User on the bucket)";
              case 404 -> " (the bucket is never created by us: create it, or mend store.url)";
              default -> "";
            };
        yield status + " " + messageOf(answer) + hint;
      }
      case NoAccessToken token -> String.valueOf(token.getMessage());
      default -> {
        Throwable root = failure;
        while (root.getCause() != null && isBeforeSending(root.getCause())) {
          root = root.getCause();
        }
        yield switch (root) {
          case UnknownHostException unknown ->
              "no such host: " + unknown.getMessage() + " (gcs.endpoint, or no network)";
          case ConnectException refused -> refused.getMessage() + " (gcs.endpoint, or no network)";
          default -> String.valueOf(root);
        };
      }
    };
  }

  /** Its first line: what comes after it is markup or the whole error once more. */
  private static String messageOf(HttpResponseException answer) {
    if (answer instanceof GoogleJsonResponseException json
        && json.getDetails() != null
        && json.getDetails().getMessage() != null) {
      return json.getDetails().getMessage().strip();
    }
    String text = answer.getContent();
    return text == null || text.isBlank()
        ? String.valueOf(answer.getStatusMessage())
        : text.strip().lines().findFirst().orElse("");
  }
}
