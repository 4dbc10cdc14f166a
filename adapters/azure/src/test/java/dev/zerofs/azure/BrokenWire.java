package dev.zerofs.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import dev.zerofs.ports.objectstore.WireScript;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A wire that breaks requests as a script tells it. */
final class BrokenWire implements HttpClient {

  /** What happens to one request. */
  interface Break {

    /** The answer that the SDK gets to see. */
    Mono<HttpResponse> answer(HttpRequest request, Mono<HttpResponse> real);
  }

  private final HttpClient real;
  private final WireScript<HttpRequest, Break> script;

  BrokenWire(HttpClient real, WireScript<HttpRequest, Break> script) {
    this.real = real;
    this.script = script;
  }

  /** The request arrives and is done; the answer does not come back. */
  static Mono<HttpResponse> loseAnswer(HttpRequest request, Mono<HttpResponse> real) {
    return real.flatMap(HttpResponse::getBodyAsByteArray)
        .then(Mono.error(new SocketException("Connection reset")));
  }

  /** The request is on its way when the connection breaks. */
  static Mono<HttpResponse> loseRequest(HttpRequest request, Mono<HttpResponse> real) {
    return Mono.error(new SocketException("Broken pipe"));
  }

  /** Nobody listens. */
  static Mono<HttpResponse> refuse(HttpRequest request, Mono<HttpResponse> real) {
    return Mono.error(new ConnectException("Connection refused"));
  }

  /** Somebody answers with an error and does nothing. */
  static Break error(int status, String code) {
    String xml =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>"
            + code
            + "</Code><Message>as the test says</Message></Error>";
    return (request, _) -> {
      HttpHeaders headers =
          new HttpHeaders()
              .set(HttpHeaderName.CONTENT_TYPE, "application/xml")
              .set(HttpHeaderName.fromString("x-ms-error-code"), code);
      return Mono.just(new Answer(request, status, headers, xml.getBytes(StandardCharsets.UTF_8)));
    };
  }

  /** Somebody answers with this and does nothing. */
  static Break document(String xml) {
    return (request, _) ->
        Mono.just(
            new Answer(
                request,
                200,
                new HttpHeaders().set(HttpHeaderName.CONTENT_TYPE, "application/xml"),
                xml.getBytes(StandardCharsets.UTF_8)));
  }

  /** The body of the answer ends after {@code lengthBytes}, less than the answer says. */
  static Break cutBody(int lengthBytes) {
    return (request, real) -> changed(request, real, body -> Arrays.copyOf(body, lengthBytes));
  }

  /** A bit of the body is lost on the way. */
  static Mono<HttpResponse> flipBit(HttpRequest request, Mono<HttpResponse> real) {
    return changed(
        request,
        real,
        body -> {
          body[0] ^= 1;
          return body;
        });
  }

  private static Mono<HttpResponse> changed(
      HttpRequest request, Mono<HttpResponse> real, UnaryOperator<byte[]> change) {
    return real.flatMap(
        whole ->
            whole
                .getBodyAsByteArray()
                .map(
                    body ->
                        new Answer(
                            request,
                            whole.getStatusCode(),
                            whole.getHeaders(),
                            change.apply(body))));
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return send(request, Context.NONE);
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request, Context context) {
    Break way = script.send(request);
    Mono<HttpResponse> answer = real.send(request, context);
    return way == null ? answer : way.answer(request, answer);
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    HttpResponse answer = send(request, context).block();
    if (answer == null) {
      throw new IllegalStateException("no answer");
    }
    return answer;
  }

  /** An answer from memory. */
  private static final class Answer extends HttpResponse {

    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    Answer(HttpRequest request, int status, HttpHeaders headers, byte[] body) {
      super(request);
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    @Override
    public int getStatusCode() {
      return status;
    }

    @Override
    @Deprecated
    public @Nullable String getHeaderValue(String name) {
      return headers.getValue(HttpHeaderName.fromString(name));
    }

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }

    @Override
    public Flux<ByteBuffer> getBody() {
      return Flux.just(ByteBuffer.wrap(body));
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
      return Mono.just(body);
    }

    @Override
    public Mono<String> getBodyAsString() {
      return getBodyAsString(StandardCharsets.UTF_8);
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
      return Mono.just(new String(body, charset));
    }
  }
}
