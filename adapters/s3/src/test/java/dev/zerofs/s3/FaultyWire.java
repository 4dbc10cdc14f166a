package dev.zerofs.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.util.Random;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * A wire on which, once it has begun to fail, one request in twenty fails before it has any effect,
 * one in twenty after it, and some bodies break off. For use by one thread; the same seed fails the
 * same requests.
 */
final class FaultyWire implements SdkHttpClient {

  private static final int PERCENT_BEFORE = 5;
  private static final int PERCENT_AFTER = 5;
  private static final int PERCENT_CUT = 3;

  private final SdkHttpClient real;
  private final Random random;
  private boolean isFailing;
  private int faults;

  FaultyWire(SdkHttpClient real, long seed) {
    this.real = real;
    this.random = new Random(seed);
  }

  /** From now on requests fail. */
  void beginToFail() {
    isFailing = true;
  }

  /** How many requests have failed. */
  int faults() {
    return faults;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = real.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return answer(prepared);
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  private HttpExecuteResponse answer(ExecutableHttpRequest request) throws IOException {
    if (!isFailing) {
      return request.call();
    }
    int dice = random.nextInt(100);
    if (dice < PERCENT_BEFORE) {
      faults++;
      return random.nextBoolean()
          ? BrokenWire.error(503, "SlowDown").answer(request)
          : BrokenWire.loseRequest(request);
    }
    HttpExecuteResponse whole = request.call();
    if (dice < PERCENT_BEFORE + PERCENT_AFTER) {
      faults++;
      if (random.nextBoolean()) {
        return BrokenWire.error(500, "InternalError").answer(request);
      }
      throw new SocketException("Connection reset");
    }
    if (dice < PERCENT_BEFORE + PERCENT_AFTER + PERCENT_CUT && whole.responseBody().isPresent()) {
      InputStream body = whole.responseBody().get();
      byte[] bytes = body.readAllBytes();
      faults++;
      return HttpExecuteResponse.builder()
          .response(whole.httpResponse())
          .responseBody(
              AbortableInputStream.create(new ByteArrayInputStream(bytes, 0, bytes.length / 2)))
          .build();
    }
    return whole;
  }

  @Override
  public String clientName() {
    return real.clientName();
  }

  @Override
  public void close() {
    real.close();
  }
}
