package dev.zerofs.s3;

import dev.zerofs.ports.objectstore.BucketLocation;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What a failure that a person can mend is about, in that person's words: which setting, which
 * permission, which other thing to change.
 */
final class S3Advice {

  private static final String REGION_HEADER = "x-amz-bucket-region";

  private final BucketLocation location;
  private final Optional<URI> endpoint;
  private final String region;

  /**
   * Advice about this configuration.
   *
   * @param endpoint empty for Amazon's own
   */
  S3Advice(BucketLocation location, Optional<URI> endpoint, String region) {
    this.location = location;
    this.endpoint = endpoint;
    this.region = region;
  }

  /**
   * What failed and, where it is known, what to change, in one line.
   *
   * @param what the request: a verb, and its object
   */
  String describe(String what, SdkException failure) {
    String problem = failure instanceof AwsServiceException answer ? textOf(answer) : text(failure);
    String advice =
        failure instanceof AwsServiceException answer
            ? ofAnswer(what, answer)
            : ofConnection(failure);
    String line = location + ": " + what + ": " + problem + (advice.isEmpty() ? "" : "; " + advice);
    return line.replaceAll("\\s+", " ");
  }

  private static String textOf(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    String code = S3Failures.codeOf(answer);
    String message = details == null ? null : details.errorMessage();
    return (code.isEmpty() ? "" : code + ", ")
        + "status "
        + answer.statusCode()
        + (message == null || message.isBlank() ? "" : ": " + message.strip())
        + (answer.requestId() == null ? "" : " (request " + answer.requestId() + ")");
  }

  /** The text of what happened on the network, if something did, else the SDK's own. */
  private static String text(SdkException failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return switch (root) {
      case UnknownHostException e -> "unknown host " + e.getMessage();
      case IOException e when e.getMessage() != null -> e.getMessage();
      default -> String.valueOf(failure.getMessage());
    };
  }

  private String ofAnswer(String what, AwsServiceException answer) {
    return switch (S3Failures.codeOf(answer)) {
      case "NoSuchBucket" ->
          "there is no bucket '"
              + location.bucket()
              + "' at "
              + place()
              + "; make it, or correct store.url (AWS_S3_BUCKET) or s3.endpoint (AWS_ENDPOINT_URL)";
      case "InvalidAccessKeyId" ->
          "this store does not know the access key id; correct s3.access-key-id (AWS_ACCESS_KEY_ID)"
              + otherStore();
      case "SignatureDoesNotMatch" ->
          "the secret is not that of the access key id; correct s3.secret-access-key"
              + " (AWS_SECRET_ACCESS_KEY)";
      case "ExpiredToken", "InvalidToken", "TokenRefreshRequired" ->
          "temporary credentials have ended or are not whole; renew them, with s3.session-token"
              + " (AWS_SESSION_TOKEN)";
      case "RequestTimeTooSkewed", "RequestExpired" ->
          "the clock of this machine is not that of the store; set it (NTP)";
      case "AccessDenied", "AllAccessDisabled", "AccountProblem" -> denied(what);
      case "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          otherRegion(answer);
      case "NotImplemented" ->
          "the store does not know this kind of request: see docs/stores/s3.md for what it has to";
      case "InvalidStorageClass" -> "correct s3.storage-class";
      case "KMS.NotFoundException", "KMS.DisabledException", "KMS.InvalidStateException" ->
          "correct s3.kms-key-id";
      default -> ofStatus(what, answer);
    };
  }

  private String ofStatus(String what, AwsServiceException answer) {
    return switch (answer.statusCode()) {
      case 301, 307 -> otherRegion(answer);
      case 403 -> denied(what);
      case 400 -> isPlain() ? "it may be https that is spoken there: s3.endpoint" : "";
      default -> "";
    };
  }

  private static String denied(String what) {
    String verb = what.split(" ", 2)[0];
    String action =
        switch (verb) {
          case "list" -> "s3:ListBucket on the bucket";
          case "put" -> "s3:PutObject on its objects";
          case "delete" -> "s3:DeleteObject on its objects";
          default -> "s3:GetObject on its objects and s3:ListBucket on the bucket";
        };
    return "the credentials must be allowed "
        + action
        + "; if they are, the bucket may be another owner's";
  }

  private String otherRegion(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    Optional<String> there =
        details == null || details.sdkHttpResponse() == null
            ? Optional.empty()
            : details.sdkHttpResponse().firstMatchingHeader(REGION_HEADER);
    return "the bucket is in "
        + there.map(name -> "region " + name).orElse("another region")
        + ", not in "
        + region
        + "; correct s3.region (AWS_DEFAULT_REGION)"
        + (endpoint.isPresent() ? " or s3.endpoint (AWS_ENDPOINT_URL)" : "");
  }

  private String ofConnection(Throwable failure) {
    String advice =
        switch (failure) {
          case UnknownHostException _ ->
              endpoint.isPresent()
                  ? "correct s3.endpoint (AWS_ENDPOINT_URL), or set s3.path-style: true if the"
                      + " store has no host name for each bucket; or the network is down"
                  : "correct s3.region (AWS_DEFAULT_REGION, here "
                      + region
                      + "), or name the store with s3.endpoint (AWS_ENDPOINT_URL); or the network"
                      + " is down";
          case SSLPeerUnverifiedException _ ->
              "the certificate is not for this host name; correct s3.endpoint (AWS_ENDPOINT_URL)";
          case SSLException e -> ofEncryption(e);
          case ConnectTimeoutException _, ConnectException _ ->
              "nothing answers at "
                  + place()
                  + "; start the store, or correct s3.endpoint (AWS_ENDPOINT_URL) or the firewall";
          case NoHttpResponseException _ when isPlain() ->
              "it may be https that is spoken there: s3.endpoint (AWS_ENDPOINT_URL)";
          case SocketTimeoutException _ ->
              "the store at " + place() + " does not answer in time (s3.idle-timeout)";
          default -> "";
        };
    if (!advice.isEmpty()) {
      return advice;
    }
    if (String.valueOf(failure.getMessage()).startsWith("no credentials")) {
      return "give s3.access-key-id and s3.secret-access-key (AWS_ACCESS_KEY_ID,"
          + " AWS_SECRET_ACCESS_KEY), or a profile or role that the AWS SDK finds";
    }
    return failure.getCause() == null ? "" : ofConnection(failure.getCause());
  }

  private static String ofEncryption(SSLException failure) {
    String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (text.contains("pkix") || text.contains("certification path") || text.contains("trust")) {
      return "the store's certificate is of an authority that is not trusted here; give the"
          + " authority's certificate with s3.ca-file (AWS_CA_BUNDLE)";
    }
    if (text.contains("unsupported or unrecognized ssl message")) {
      return "it is plain http that is spoken there: if that is meant, use http:// in s3.endpoint"
          + " (AWS_ENDPOINT_URL) and s3.allow-http: true (AWS_ALLOW_HTTP=true)";
    }
    return "";
  }

  private String otherStore() {
    return endpoint.isPresent()
        ? ""
        : ", or name another store with s3.endpoint (AWS_ENDPOINT_URL)";
  }

  private boolean isPlain() {
    return endpoint.map(url -> url.getScheme().equalsIgnoreCase("http")).orElse(false);
  }

  private String place() {
    return endpoint.map(URI::toString).orElse("Amazon S3 in region " + region);
  }
}
