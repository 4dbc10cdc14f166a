package dev.zerofs.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.util.Context;
import java.util.OptionalLong;
import reactor.core.publisher.Mono;

/**
 * What became of the HTTP requests that the SDK made for one call, retries included: whether one of
 * them may have changed the store without our knowing, and how long a body was said to be. Safe for
 * use by the threads on which the SDK works for that call.
 */
final class Attempts {

  private static final String KEY = "dev.zerofs.azure.attempts";
  private static final HttpHeaderName ERROR_CODE = HttpHeaderName.fromString("x-ms-error-code");

  private boolean earlierMayBeApplied;
  private boolean lastMayBeApplied;
  private long bodyBytes = -1;

  /** What the call is given, so that its requests are told here. */
  Context context() {
    return new Context(KEY, this);
  }

  /** The same for what the SDK makes of streams. */
  reactor.util.context.Context putInto(reactor.util.context.Context context) {
    return context.put(KEY, this);
  }

  /** Whether any attempt before the last may have been applied. */
  synchronized boolean earlierMayBeApplied() {
    return earlierMayBeApplied;
  }

  /** Whether any attempt may have been applied. */
  synchronized boolean anyMayBeApplied() {
    return earlierMayBeApplied || lastMayBeApplied;
  }

  /** How long the first successful answer said that its body is. */
  synchronized OptionalLong bodyBytes() {
    return bodyBytes < 0 ? OptionalLong.empty() : OptionalLong.of(bodyBytes);
  }

  /** An attempt whose end nobody hears of, such as one that takes too long, may be applied. */
  private synchronized void begin() {
    earlierMayBeApplied |= lastMayBeApplied;
    lastMayBeApplied = true;
  }

  /**
   * Notes an answer. Below 500 only success changes anything; what says "busy" does not either, but
   * any other error may come from a gateway that lost sight of a request it had passed on.
   */
  private synchronized void answered(HttpResponse response) {
    int status = response.getStatusCode();
    lastMayBeApplied =
        status < 300
            || status >= 500 && !AzureFailures.saysNotNow(response.getHeaderValue(ERROR_CODE));
    if (bodyBytes < 0 && (status == 200 || status == 206)) {
      String length = response.getHeaderValue(HttpHeaderName.CONTENT_LENGTH);
      bodyBytes = length == null ? -1 : Long.parseLong(length);
    }
  }

  private synchronized void failed(Throwable failure) {
    lastMayBeApplied = !AzureFailures.isBeforeSending(failure);
  }

  /** Tells every attempt to the call that makes it. */
  static HttpPipelinePolicy observer() {
    return new Observer();
  }

  private static final class Observer implements HttpPipelinePolicy {

    @Override
    public Mono<HttpResponse> process(
        HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
      Object found = context.getData(KEY).orElse(null);
      if (!(found instanceof Attempts attempts)) {
        return next.process();
      }
      return Mono.defer(
          () -> {
            attempts.begin();
            return next.process().doOnNext(attempts::answered).doOnError(attempts::failed);
          });
    }

    @Override
    public HttpResponse processSync(
        HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
      Object found = context.getData(KEY).orElse(null);
      if (!(found instanceof Attempts attempts)) {
        return next.processSync();
      }
      attempts.begin();
      try {
        HttpResponse response = next.processSync();
        attempts.answered(response);
        return response;
      } catch (RuntimeException e) {
        attempts.failed(e);
        throw e;
      }
    }
  }
}
