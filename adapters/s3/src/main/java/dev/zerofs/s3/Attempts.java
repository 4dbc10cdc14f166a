package dev.zerofs.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * What became of the HTTP requests that the SDK made for one call, retries included: whether one of
 * them may have changed the store without our knowing. Used by the one thread that makes the call,
 * on which the SDK's synchronous client sends every attempt.
 */
final class Attempts {

  private static final ScopedValue<Attempts> CURRENT = ScopedValue.newInstance();

  /** More than any error document has. */
  private static final int ERROR_BYTES_MAX = 4096;

  private boolean earlierMayBeApplied;
  private boolean lastMayBeApplied;

  /** Runs {@code call} and watches its requests. */
  <T extends @Nullable Object> T watch(Supplier<T> call) {
    return ScopedValue.where(CURRENT, this).call(call::get);
  }

  /** Whether any attempt before the last may have been applied. */
  boolean earlierMayBeApplied() {
    return earlierMayBeApplied;
  }

  /** Whether any attempt may have been applied. */
  boolean anyMayBeApplied() {
    return earlierMayBeApplied || lastMayBeApplied;
  }

  private void begin() {
    earlierMayBeApplied |= lastMayBeApplied;
    lastMayBeApplied = true;
  }

  /**
   * Notes an answer. Below 500 only success changes anything; what says "not now" does not either,
   * nor what says that it knows no such request (501); but any other error may come from a gateway
   * that lost sight of a request it had passed on.
   */
  private HttpExecuteResponse answered(HttpExecuteResponse response) throws IOException {
    int status = response.httpResponse().statusCode();
    lastMayBeApplied = status < 300 || (status >= 500 && status != 501);
    if (status != 503 || response.responseBody().isEmpty()) {
      return response;
    }
    AbortableInputStream body = response.responseBody().get();
    byte[] beginning = body.readNBytes(ERROR_BYTES_MAX);
    lastMayBeApplied = !S3Failures.saysNotNow(new String(beginning, StandardCharsets.UTF_8));
    return HttpExecuteResponse.builder()
        .response(response.httpResponse())
        .responseBody(
            AbortableInputStream.create(
                new SequenceInputStream(new ByteArrayInputStream(beginning), body), body))
        .build();
  }

  private void failed(Throwable failure) {
    lastMayBeApplied = !isBeforeSending(failure);
  }

  private static boolean isBeforeSending(Throwable failure) {
    return switch (failure) {
      case ConnectException _,
          NoRouteToHostException _,
          UnknownHostException _,
          SSLHandshakeException _,
          ConnectTimeoutException _,
          ConnectionRequestTimeoutException _ ->
          true;
      default -> failure.getCause() != null && isBeforeSending(failure.getCause());
    };
  }

  /** {@code client}, every request of which is told to the call that makes it. */
  static SdkHttpClient observed(SdkHttpClient client) {
    return new ObservedClient(client);
  }

  private record ObservedClient(SdkHttpClient client) implements SdkHttpClient {

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ObservedRequest(client.prepareRequest(request));
    }

    @Override
    public String clientName() {
      return client.clientName();
    }

    @Override
    public void close() {
      client.close();
    }
  }

  private record ObservedRequest(ExecutableHttpRequest request) implements ExecutableHttpRequest {

    @Override
    public HttpExecuteResponse call() throws IOException {
      if (!CURRENT.isBound()) {
        return request.call();
      }
      Attempts attempts = CURRENT.get();
      attempts.begin();
      try {
        return attempts.answered(request.call());
      } catch (IOException | RuntimeException e) {
        attempts.failed(e);
        throw e;
      }
    }

    @Override
    public void abort() {
      request.abort();
    }
  }
}
