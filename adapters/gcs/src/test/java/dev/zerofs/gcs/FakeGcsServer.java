package dev.zerofs.gcs;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.TestSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.bootstrap.HttpServer;
import org.apache.hc.core5.http.impl.bootstrap.ServerBootstrap;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.HttpEntities;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A server of Google's JSON API in memory on 127.0.0.1 and a free port, over plain http: uploads in
 * one request with their conditions and hashes, gets and ranges, listings, deletes, batches. It
 * also gives out access tokens for signed assertions, and insists on one once {@link
 * #requireTokens} was called.
 */
public final class FakeGcsServer implements AutoCloseable {

  private static final String OBJECTS = "/storage/v1/b/";
  private static final String UPLOADS = "/upload/storage/v1/b/";
  private static final ContentType JSON = ContentType.APPLICATION_JSON;
  private static final String TOKEN = "token-of-the-test";

  private final Map<String, FakeBucket> buckets = new ConcurrentHashMap<>();
  private final HttpServer server;
  private volatile boolean tokensRequired;
  private volatile @Nullable String tokenRefusal;

  private FakeGcsServer() throws IOException {
    server =
        ServerBootstrap.bootstrap()
            .setLocalAddress(InetAddress.getLoopbackAddress())
            .setListenerPort(0)
            .setRequestRouter((_, _) -> this::handle)
            .create();
    server.start();
  }

  /** Starts a server without buckets. */
  public static FakeGcsServer start() throws IOException {
    return new FakeGcsServer();
  }

  /** Makes an empty bucket. */
  public void createBucket(String bucket) {
    buckets.put(bucket, new FakeBucket());
  }

  /** From now on requests need an access token that came from here. */
  public void requireTokens() {
    tokensRequired = true;
  }

  /** From now on the token service answers with this error, or again with tokens if null. */
  void refuseTokens(@Nullable String description) {
    tokenRefusal = description;
  }

  /** Where it serves. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** Everything a client needs to know. */
  public Settings settings() {
    return settings(Map.of());
  }

  /** Everything a client needs to know, with other values for some keys. */
  public Settings settings(Map<String, String> others) {
    return TestSettings.of(
        Map.of(
            "gcs.endpoint", endpoint().toString(),
            "gcs.allow-http", "true",
            "gcs.anonymous", "true"),
        others);
  }

  private void handle(ClassicHttpRequest request, ClassicHttpResponse response, HttpContext context)
      throws IOException, HttpException {
    try {
      Map<String, String> query = new HashMap<>();
      new URIBuilder(request.getUri())
          .getQueryParams()
          .forEach(
              pair -> query.put(pair.getName(), Objects.requireNonNullElse(pair.getValue(), "")));
      // The client asks for bodies below /download.
      String path = request.getUri().getRawPath().replaceFirst("^/download", "");
      answer(request, response, path, query);
    } catch (Refusal refusal) {
      response.setCode(refusal.status());
      response.setEntity(HttpEntities.create(refusal.document(), JSON));
    } catch (URISyntaxException e) {
      throw new HttpException("no URI", e);
    }
  }

  private void answer(
      ClassicHttpRequest request,
      ClassicHttpResponse response,
      String path,
      Map<String, String> query)
      throws IOException, HttpException {
    if (path.equals("/token")) {
      token(response);
      return;
    }
    Header authorization = request.getFirstHeader("Authorization");
    if (tokensRequired
        && (authorization == null || !authorization.getValue().equals("Bearer " + TOKEN))) {
      throw new Refusal(401, "authError", "Invalid Credentials");
    }
    if (path.equals("/batch/storage/v1")) {
      batch(request, response);
    } else if (path.startsWith(UPLOADS)) {
      upload(request, response, bucketOf(path, UPLOADS), query);
    } else if (path.startsWith(OBJECTS)) {
      object(request, response, path, query);
    } else {
      throw new Refusal(404, "notFound", "Not Found");
    }
  }

  private void token(ClassicHttpResponse response) {
    String description = tokenRefusal;
    JsonObject json = new JsonObject();
    if (description == null) {
      json.addProperty("access_token", TOKEN);
      json.addProperty("token_type", "Bearer");
      json.addProperty("expires_in", 3_600);
    } else {
      response.setCode(400);
      json.addProperty("error", "invalid_grant");
      json.addProperty("error_description", description);
    }
    response.setEntity(HttpEntities.create(json.toString(), JSON));
  }

  private void object(
      ClassicHttpRequest request,
      ClassicHttpResponse response,
      String path,
      Map<String, String> query) {
    FakeBucket bucket = bucketOf(path, OBJECTS);
    String rest = path.substring(path.indexOf("/o", OBJECTS.length()) + 2);
    if (rest.isEmpty()) {
      JsonObject page =
          bucket.list(
              query.getOrDefault("prefix", ""),
              query.getOrDefault("startOffset", ""),
              query.getOrDefault("pageToken", ""),
              Integer.parseInt(query.getOrDefault("maxResults", "1000")));
      response.setEntity(HttpEntities.create(page.toString(), JSON));
      return;
    }
    String name = URLDecoder.decode(rest.substring(1), StandardCharsets.UTF_8);
    if (request.getMethod().equals("DELETE")) {
      bucket.delete(name);
      response.setCode(204);
    } else if ("media".equals(query.get("alt"))) {
      media(request, response, bucket.get(name));
    } else {
      response.setEntity(HttpEntities.create(bucket.get(name).describe(name).toString(), JSON));
    }
  }

  private static void media(
      ClassicHttpRequest request, ClassicHttpResponse response, FakeBucket.Kept kept) {
    Bytes body = kept.body();
    response.setHeader("x-goog-hash", "crc32c=" + FakeBucket.crc32c(body) + ",md5=ignored==");
    Header range = request.getFirstHeader("Range");
    int from = 0;
    int to = body.length();
    if (range != null) {
      String[] ends = range.getValue().substring("bytes=".length()).split("-", 2);
      long first = Long.parseLong(ends[0]);
      if (first >= body.length()) {
        throw new Refusal(416, "requestedRangeNotSatisfiable", "Request range not satisfiable");
      }
      from = (int) first;
      to = (int) Math.min(body.length(), Long.parseLong(ends[1]) + 1);
      response.setCode(206);
      response.setHeader("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + body.length());
    }
    response.setEntity(
        HttpEntities.create(
            body.slice(from, to - from).toByteArray(), ContentType.APPLICATION_OCTET_STREAM));
  }

  private static void upload(
      ClassicHttpRequest request,
      ClassicHttpResponse response,
      FakeBucket bucket,
      Map<String, String> query)
      throws IOException {
    if (!"multipart".equals(query.get("uploadType"))) {
      throw new Refusal(501, "notImplemented", "only uploads in one request");
    }
    Parts parts = Parts.of(request.getEntity());
    JsonObject object = JsonParser.parseString(parts.text(0)).getAsJsonObject();
    String name = object.get("name").getAsString();
    String generation = query.get("ifGenerationMatch");
    FakeBucket.Kept kept =
        bucket.insert(
            name,
            parts.bodies().get(1),
            object.has("crc32c") ? object.get("crc32c").getAsString() : null,
            generation == null ? null : Long.valueOf(generation));
    response.setEntity(HttpEntities.create(kept.describe(name).toString(), JSON));
  }

  /** Every part is a request of its own; only deletes are asked for so. */
  private void batch(ClassicHttpRequest request, ClassicHttpResponse response) throws IOException {
    Parts parts = Parts.of(request.getEntity());
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    for (int i = 0; i < parts.bodies().size(); i++) {
      String[] line = parts.text(i).split("[ \r\n]+", 3);
      String path = URI.create(line[1]).getRawPath();
      String status = "204 No Content";
      String document = "";
      try {
        String name = path.substring(path.indexOf("/o/", OBJECTS.length()) + 3);
        bucketOf(path, OBJECTS).delete(URLDecoder.decode(name, StandardCharsets.UTF_8));
      } catch (Refusal refusal) {
        status = refusal.status() + " Refused";
        document = refusal.document();
      }
      String part =
          "--part\r\nContent-Type: application/http\r\nContent-ID: <response-"
              + (i + 1)
              + ">\r\n\r\nHTTP/1.1 "
              + status
              + "\r\nContent-Type: application/json\r\nContent-Length: "
              + document.length()
              + "\r\n\r\n"
              + document
              + "\r\n";
      answer.writeBytes(part.getBytes(StandardCharsets.UTF_8));
    }
    answer.writeBytes("--part--\r\n".getBytes(StandardCharsets.UTF_8));
    response.setEntity(
        HttpEntities.create(
            answer.toByteArray(), ContentType.parse("multipart/mixed; boundary=part")));
  }

  private FakeBucket bucketOf(String path, String before) {
    String bucket = path.substring(before.length(), path.indexOf('/', before.length()));
    FakeBucket found = buckets.get(bucket);
    if (found == null) {
      throw new Refusal(404, "notFound", "The specified bucket does not exist.");
    }
    return found;
  }

  @Override
  public void close() {
    server.close(CloseMode.IMMEDIATE);
  }

  /** The parts of a multipart body, without their headers. */
  private record Parts(List<Bytes> bodies) {

    static Parts of(HttpEntity entity) throws IOException {
      Bytes bytes = Bytes.wrap(Objects.requireNonNull(EntityUtils.toByteArray(entity)));
      String text = new String(bytes.array(), StandardCharsets.ISO_8859_1);
      String type = entity.getContentType();
      String boundary =
          "--" + type.substring(type.indexOf("boundary=") + "boundary=".length()).replace("\"", "");
      List<Bytes> bodies = new ArrayList<>();
      int at = text.indexOf(boundary);
      for (int next = text.indexOf("\r\n" + boundary, at);
          next >= 0;
          next = text.indexOf("\r\n" + boundary, at)) {
        int begin = text.indexOf("\r\n\r\n", at) + 4;
        bodies.add(bytes.slice(begin, Math.max(begin, next) - begin));
        at = next + 2;
      }
      return new Parts(bodies);
    }

    String text(int index) {
      return new String(bodies.get(index).toByteArray(), StandardCharsets.UTF_8);
    }
  }
}
