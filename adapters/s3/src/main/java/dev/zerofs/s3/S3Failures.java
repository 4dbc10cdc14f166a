package dev.zerofs.s3;

import dev.zerofs.ports.objectstore.BucketLocation;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** The one place where what the SDK throws becomes a failure of the store. */
final class S3Failures {

  /** Answers that promise that nothing was done, whatever their status. */
  private static final Set<String> NOT_NOW =
      Set.of(
          "SlowDown",
          "ServiceUnavailable",
          "Throttling",
          "ThrottlingException",
          "RequestLimitExceeded",
          "RequestThrottled",
          "TooManyRequests",
          "XMinioServerNotInitialized");

  /** Answers of a store whose disks are full or whose owner allows no more. */
  private static final Set<String> FULL =
      Set.of("QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded");

  /** Answers below 500 that may be otherwise next time. */
  private static final Set<String> PASSING =
      Set.of(
          "RequestTimeout",
          "OperationAborted",
          "ConditionalRequestConflict",
          "IncompleteBody",
          "BadDigest");

  private final BucketLocation location;
  private final S3Advice advice;

  S3Failures(BucketLocation location, S3Advice advice) {
    this.location = location;
    this.advice = advice;
  }

  /** Whether this error document promises that nothing was done. */
  static boolean saysNotNow(String errorDocument) {
    return NOT_NOW.stream().anyMatch(code -> errorDocument.contains("<Code>" + code + "</Code>"));
  }

  /** Whether {@code failure} says that there is no such object (and not: no such bucket). */
  static boolean isNoSuchKey(SdkException failure) {
    return failure instanceof AwsServiceException answer
        && answer.statusCode() == 404
        && !"NoSuchBucket".equals(codeOf(answer));
  }

  /** Whether {@code failure} says that a range lies after the end of the object. */
  static boolean isRangeAfterEnd(SdkException failure) {
    return failure instanceof AwsServiceException answer && answer.statusCode() == 416;
  }

  /** Whether {@code failure} is a conditional put that met another one under way: try again. */
  static boolean isConditionalConflict(Throwable failure) {
    return failure instanceof AwsServiceException answer
        && answer.statusCode() == 409
        && "ConditionalRequestConflict".equals(codeOf(answer));
  }

  /** A read that failed. */
  ObjectStoreException read(String what, SdkException failure) {
    keepInterrupt(failure);
    String message = advice.describe(what, failure);
    return failure instanceof AwsServiceException answer && !isPassing(answer)
        ? new ObjectStoreException.Fatal(message, failure)
        : new ObjectStoreException.Transient(message, failure);
  }

  /** A write of anything that failed, after these attempts. */
  ObjectStoreException write(String what, SdkException failure, Attempts attempts) {
    keepInterrupt(failure);
    String message = advice.describe(what, failure);
    if (failure instanceof AbortedException || attempts.anyMayBeApplied()) {
      return new ObjectStoreException.OutcomeUnknown(message, failure);
    }
    return failure instanceof AwsServiceException answer
        ? refusedWrite(message, answer)
        : new ObjectStoreException.Transient(message, failure);
  }

  /** A put-if-absent that failed, after these attempts. */
  ObjectStoreException writeIfAbsent(ObjectKey key, SdkException failure, Attempts attempts) {
    boolean exists = failure instanceof AwsServiceException answer && answer.statusCode() == 412;
    return exists && !attempts.earlierMayBeApplied()
        ? new ObjectStoreException.PreconditionFailed(key)
        : write("put " + key, failure, attempts);
  }

  /** An answer about one key of a delete of many. */
  ObjectStoreException deleteOfMany(String name, @Nullable String code, String text) {
    String message = "%s: delete %s: %s %s".formatted(location, name, code, text);
    if (code != null && NOT_NOW.contains(code)) {
      return new ObjectStoreException.Transient(message, null);
    }
    return "InternalError".equals(code)
        ? new ObjectStoreException.OutcomeUnknown(message, null)
        : new ObjectStoreException.Fatal(message, null);
  }

  private static ObjectStoreException refusedWrite(String message, AwsServiceException answer) {
    String code = codeOf(answer);
    if (FULL.contains(code)) {
      return new ObjectStoreException.OutOfSpace(message, answer);
    }
    return isPassing(answer)
        ? new ObjectStoreException.Transient(message, answer)
        : new ObjectStoreException.Fatal(message, answer);
  }

  private static boolean isPassing(AwsServiceException answer) {
    int status = answer.statusCode();
    return status >= 500 && status != 501
        || status == 429
        || status == 408
        || NOT_NOW.contains(codeOf(answer))
        || PASSING.contains(codeOf(answer));
  }

  /** The store's name for the failure, {@code ""} if it gave none. */
  static String codeOf(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    return details == null || details.errorCode() == null ? "" : details.errorCode();
  }

  /** The SDK clears the status on some of its ways out. */
  private static void keepInterrupt(SdkException failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof AbortedException || t instanceof InterruptedException) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
