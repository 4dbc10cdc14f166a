package dev.zerofs.s3;

import dev.zerofs.ports.objectstore.WireScript;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/** A wire that breaks requests as a script tells it. */
final class BrokenWire implements SdkHttpClient {

  /** What happens to one request. */
  interface Break {

    /** The answer that the SDK gets to see. */
    HttpExecuteResponse answer(ExecutableHttpRequest request) throws IOException;
  }

  private final SdkHttpClient real;
  private final WireScript<HttpExecuteRequest, Break> script;

  BrokenWire(SdkHttpClient real, WireScript<HttpExecuteRequest, Break> script) {
    this.real = real;
    this.script = script;
  }

  /** The request arrives and is done; the answer does not come back. */
  static HttpExecuteResponse loseAnswer(ExecutableHttpRequest request) throws IOException {
    request.call();
    throw new SocketException("Connection reset");
  }

  /** The request is on its way when the connection breaks. */
  static HttpExecuteResponse loseRequest(ExecutableHttpRequest request) throws IOException {
    throw new SocketException("Broken pipe");
  }

  /** Nobody listens. */
  static HttpExecuteResponse refuse(ExecutableHttpRequest request) throws IOException {
    throw new ConnectException("Connection refused");
  }

  /** The request passes. */
  static HttpExecuteResponse pass(ExecutableHttpRequest request) throws IOException {
    return request.call();
  }

  /** Somebody answers with an error and does nothing. */
  static Break error(int status, String code) {
    return document(
        status, "<Error><Code>" + code + "</Code><Message>as the test says</Message></Error>");
  }

  /** Somebody answers with this and does nothing. */
  static Break document(int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return _ ->
        HttpExecuteResponse.builder()
            .response(
                SdkHttpResponse.builder()
                    .statusCode(status)
                    .putHeader("Content-Type", "application/xml")
                    .putHeader("Content-Length", String.valueOf(bytes.length))
                    .build())
            .responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes)))
            .build();
  }

  /** The body of the answer ends after {@code lengthBytes}. */
  static Break cutBody(int lengthBytes) {
    return request -> {
      HttpExecuteResponse whole = request.call();
      InputStream body = whole.responseBody().orElseThrow();
      return answer(whole.httpResponse(), body.readNBytes(lengthBytes));
    };
  }

  /** The store answers with less than it has, and says so. */
  static Break shortAnswer(int lengthBytes) {
    return request -> {
      HttpExecuteResponse whole = request.call();
      InputStream body = whole.responseBody().orElseThrow();
      return answer(
          whole.httpResponse().toBuilder()
              .putHeader("Content-Length", String.valueOf(lengthBytes))
              .build(),
          body.readNBytes(lengthBytes));
    };
  }

  private static HttpExecuteResponse answer(SdkHttpResponse response, byte[] body) {
    return HttpExecuteResponse.builder()
        .response(response)
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
        .build();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = real.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        Break way = script.send(request);
        return way == null ? prepared.call() : way.answer(prepared);
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
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
