package dev.zerofs.gcs;

import dev.zerofs.ports.objectstore.WireScript;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.HttpEntities;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** A wire that breaks requests, method and path, as a script tells it. */
final class BrokenWire implements ExecChainHandler {

  /** Lets a request pass. */
  interface Pass {

    /** What goes out. */
    ClassicHttpRequest request();

    /** The answer of the server. */
    ClassicHttpResponse send() throws IOException, HttpException;
  }

  /** What happens to one request. */
  interface Break {

    /** The answer that the client gets to see. */
    ClassicHttpResponse answer(Pass pass) throws IOException, HttpException;
  }

  private final WireScript<String, Break> script;

  BrokenWire(WireScript<String, Break> script) {
    this.script = script;
  }

  /** The request arrives and is done; the answer does not come back. */
  static ClassicHttpResponse loseAnswer(Pass pass) throws IOException, HttpException {
    pass.send().close();
    throw new SocketException("Connection reset");
  }

  /** The request is on its way when the connection breaks. */
  static ClassicHttpResponse loseRequest(Pass pass) throws IOException {
    throw new SocketException("Broken pipe");
  }

  /** Nobody listens. */
  static ClassicHttpResponse refuse(Pass pass) throws IOException {
    throw new ConnectException("Connection refused");
  }

  /** Somebody answers with an error and does nothing. */
  static Break error(int status, String reason) {
    return document(status, new Refusal(status, reason, "as the test says").document());
  }

  /** Somebody answers with this and does nothing. */
  static Break document(int status, String body) {
    return _ -> {
      ClassicHttpResponse response = new BasicClassicHttpResponse(status);
      ContentType type =
          body.startsWith("{") ? ContentType.APPLICATION_JSON : ContentType.TEXT_PLAIN;
      response.setEntity(HttpEntities.create(body, type));
      return response;
    };
  }

  /** The answer to a batch with these parts, each of which begins with a line {@code --part}. */
  static Break multipart(String parts) {
    return _ -> {
      ClassicHttpResponse response = new BasicClassicHttpResponse(200);
      ContentType type = ContentType.parse("multipart/mixed; boundary=part");
      response.setEntity(HttpEntities.create(parts + "--part--\r\n", type));
      response.setHeader("Content-Type", type);
      return response;
    };
  }

  /** A bit of the body is lost on the way there. */
  static ClassicHttpResponse flipSentBit(Pass pass) throws IOException, HttpException {
    HttpEntity entity = pass.request().getEntity();
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    entity.writeTo(sent);
    byte[] body = sent.toByteArray();
    body[sent.toString(StandardCharsets.ISO_8859_1).indexOf("0123456789")] ^= 1;
    pass.request().setEntity(HttpEntities.create(body, ContentType.parse(entity.getContentType())));
    return pass.send();
  }

  /** The server answers with less than it has, and says so. */
  static Break shortAnswer(int lengthBytes) {
    return pass -> changed(pass.send(), lengthBytes, (byte) 0);
  }

  /** A bit of the body is lost on the way. */
  static ClassicHttpResponse flipBit(Pass pass) throws IOException, HttpException {
    return changed(pass.send(), Integer.MAX_VALUE, (byte) 1);
  }

  private static ClassicHttpResponse changed(ClassicHttpResponse whole, int lengthMax, byte flip)
      throws IOException {
    byte[] body = EntityUtils.toByteArray(whole.getEntity());
    body = Arrays.copyOf(body, Math.min(body.length, lengthMax));
    body[0] ^= flip;
    ClassicHttpResponse response = new BasicClassicHttpResponse(whole.getCode());
    for (Header header : whole.getHeaders()) {
      if (!header.getName().equalsIgnoreCase("Content-Length")) {
        response.addHeader(header);
      }
    }
    response.setHeader("Content-Length", body.length);
    response.setEntity(HttpEntities.create(body, ContentType.APPLICATION_OCTET_STREAM));
    return response;
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    Break way = script.send(request.getMethod() + " " + request.getRequestUri());
    return way == null
        ? chain.proceed(request, scope)
        : way.answer(
            new Pass() {
              @Override
              public ClassicHttpRequest request() {
                return request;
              }

              @Override
              public ClassicHttpResponse send() throws IOException, HttpException {
                return chain.proceed(request, scope);
              }
            });
  }
}
