package dev.zerofs.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.identity.CredentialUnavailableException;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobStorageException;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.function.Predicate;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;

/** The one place where what the SDK throws becomes a failure of the store. */
final class AzureFailures {

  private final String location;

  AzureFailures(String location) {
    this.location = location;
  }

  /** Whether this code of an error promises that nothing was done. */
  static boolean saysNotNow(@Nullable String errorCode) {
    return BlobErrorCode.SERVER_BUSY.toString().equals(errorCode);
  }

  /** Whether a request that failed like this was never sent. */
  static boolean isBeforeSending(Throwable failure) {
    return anyCause(
        failure,
        cause ->
            cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnknownHostException
                || cause instanceof UnresolvedAddressException
                || cause instanceof SSLHandshakeException
                || isNoToken(cause));
  }

  /** Whether there is no such blob (and not: no such container). */
  static boolean isNoSuchBlob(Throwable failure) {
    return answerOf(failure) instanceof BlobStorageException answer
        && answer.getStatusCode() == 404
        && !BlobErrorCode.CONTAINER_NOT_FOUND.equals(answer.getErrorCode());
  }

  /** Whether a range lies after the end of the blob. */
  static boolean isRangeAfterEnd(Throwable failure) {
    return answerOf(failure) instanceof BlobStorageException answer
        && answer.getStatusCode() == 416;
  }

  /** A read that failed. */
  ObjectStoreException read(String what, RuntimeException failure) {
    keepInterrupt(failure);
    String message = describe(what, failure);
    return isPassing(failure)
        ? new ObjectStoreException.Transient(message, failure)
        : new ObjectStoreException.Fatal(message, failure);
  }

  /** A write of anything that failed, after these attempts. */
  ObjectStoreException write(String what, Throwable failure, Attempts attempts) {
    keepInterrupt(failure);
    String message = describe(what, failure);
    if (attempts.anyMayBeApplied() || Thread.currentThread().isInterrupted()) {
      return new ObjectStoreException.OutcomeUnknown(message, failure);
    }
    return isPassing(failure)
        ? new ObjectStoreException.Transient(message, failure)
        : new ObjectStoreException.Fatal(message, failure);
  }

  /** A put-if-absent that failed, after these attempts. */
  ObjectStoreException writeIfAbsent(ObjectKey key, Throwable failure, Attempts attempts) {
    return isExisting(failure) && !attempts.earlierMayBeApplied()
        ? new ObjectStoreException.PreconditionFailed(key)
        : write("put " + key, failure, attempts);
  }

  private static boolean isExisting(Throwable failure) {
    return answerOf(failure) instanceof BlobStorageException answer
        && (BlobErrorCode.BLOB_ALREADY_EXISTS.equals(answer.getErrorCode())
            || BlobErrorCode.CONDITION_NOT_MET.equals(answer.getErrorCode()));
  }

  private static boolean isPassing(Throwable failure) {
    BlobStorageException answer = answerOf(failure);
    if (answer != null) {
      int status = answer.getStatusCode();
      return status >= 500 && status != 501
          || status == 429
          || status == 408
          || BlobErrorCode.MD5MISMATCH.equals(answer.getErrorCode());
    }
    return !anyCause(failure, cause -> cause instanceof SSLHandshakeException || isNoToken(cause));
  }

  private static boolean isNoToken(Throwable cause) {
    return cause instanceof ClientAuthenticationException
        || cause instanceof CredentialUnavailableException;
  }

  private static @Nullable BlobStorageException answerOf(Throwable failure) {
    Throwable unwrapped = Exceptions.unwrap(failure);
    return unwrapped instanceof BlobStorageException answer ? answer : null;
  }

  private static boolean anyCause(Throwable failure, Predicate<Throwable> is) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (is.test(t)) {
        return true;
      }
    }
    return false;
  }

  /** The SDK clears the status on some of its ways out. */
  private static void keepInterrupt(Throwable failure) {
    if (anyCause(failure, cause -> cause instanceof InterruptedException)) {
      Thread.currentThread().interrupt();
    }
  }

  private String describe(String what, Throwable failure) {
    return location + ": " + what + ": " + cause(failure);
  }

  private static String cause(Throwable failure) {
    BlobStorageException answer = answerOf(failure);
    if (answer != null) {
      return answer.getStatusCode() + " " + codeOf(answer) + hint(answer);
    }
    if (anyCause(failure, AzureFailures::isNoToken)) {
      return "no access token: "
          + firstLine(failure)
          + " (azure.account-key, azure.sas-token, azure.connection-string, or Azure's default"
          + " chain: AZURE_CLIENT_ID and its like, a managed identity, az login)";
    }
    if (anyCause(
        failure,
        t -> t instanceof UnresolvedAddressException || t instanceof UnknownHostException)) {
      return "no such host (azure.account, azure.endpoint, or no network)";
    }
    if (anyCause(failure, t -> t instanceof ConnectException)) {
      return "cannot connect (azure.endpoint, or no network)";
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + firstLine(root);
  }

  private static String codeOf(BlobStorageException answer) {
    BlobErrorCode code = answer.getErrorCode();
    return code == null ? firstLine(answer) : code.toString();
  }

  private static String hint(BlobStorageException answer) {
    BlobErrorCode code = answer.getErrorCode();
    if (BlobErrorCode.CONTAINER_NOT_FOUND.equals(code)) {
      return " (the container is never created by us: create it, or mend store.url)";
    }
    if (BlobErrorCode.AUTHENTICATION_FAILED.equals(code)) {
      return " (the key or SAS token is not accepted: is it right, is this machine's clock?)";
    }
    if (BlobErrorCode.AUTHORIZATION_FAILURE.equals(code)) {
      return " (the key or SAS token is not accepted or permits too little, or the account's"
          + " firewall keeps this machine out)";
    }
    return answer.getStatusCode() == 403 || answer.getStatusCode() == 401
        ? " (the identity needs the role Storage Blob Data Contributor on the container, a SAS"
            + " token the permissions rwdl)"
        : "";
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
