package dev.zerofs.benchmarks.stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of S3 as ZeroFS asks for, in memory, with the latency and the bandwidth of one connection
 * that a bucket some way off has. A process of its own: {@code SlowBucket LATENCY_MILLIS
 * MEGABYTES_PER_SECOND}; prints its endpoint when it serves. Credentials and signatures are not
 * looked at. A GET of {@link #FIGURES_PATH} answers with what it has counted since it began: {@link
 * BucketFigures}.
 */
public final class SlowBucket {

  /** No bucket has this name. */
  static final String FIGURES_PATH = "/-figures";

  private static final int CHUNK_BYTES = 64 << 10;
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]+)");
  private static final Pattern DELETED = Pattern.compile("<Key>([^<]*)</Key>");
  private static final String DATE = "2026-01-01T00:00:00.000Z";
  private static final String HTTP_DATE = "Thu, 01 Jan 2026 00:00:00 GMT";

  private final long latencyNanos;
  private final double nanosPerByte;
  private final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final LongAdder bodies = new LongAdder();
  private final LongAdder bodyBytes = new LongAdder();
  private final LongAdder busyNanos = new LongAdder();

  private SlowBucket(long latencyMillis, double megabytesPerSecond) {
    this.latencyNanos = latencyMillis * 1_000_000;
    this.nanosPerByte = 1e3 / megabytesPerSecond;
  }

  /** Serves until it is killed. */
  public static void main(String[] arguments) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    SlowBucket bucket =
        new SlowBucket(Long.parseLong(arguments[0]), Double.parseDouble(arguments[1]));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", bucket::handle);
    server.createContext(FIGURES_PATH, bucket::tell);
    server.start();
    System.out.println("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void tell(HttpExchange exchange) throws IOException {
    try (exchange) {
      answer(
          exchange,
          200,
          new BucketFigures(bodies.sum(), bodyBytes.sum(), busyNanos.sum()).toText());
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    long began = System.nanoTime();
    try {
      serve(exchange);
    } finally {
      busyNanos.add(System.nanoTime() - began);
    }
  }

  private void count(long bytes) {
    bodies.increment();
    bodyBytes.add(bytes);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String key = path.substring(path.indexOf('/', 1) + 1);
      Map<String, String> query = query(exchange);
      byte[] body = receive(exchange);
      LockSupport.parkNanos(latencyNanos);
      switch (exchange.getRequestMethod()) {
        case "PUT" -> put(exchange, key, body);
        case "GET" -> {
          if (query.containsKey("list-type")) {
            list(exchange, query);
          } else {
            get(exchange, key, true);
          }
        }
        case "HEAD" -> get(exchange, key, false);
        case "DELETE" -> {
          objects.remove(key);
          exchange.sendResponseHeaders(204, -1);
        }
        case "POST" -> deleteAll(exchange, new String(body, StandardCharsets.UTF_8));
        default -> exchange.sendResponseHeaders(405, -1);
      }
    }
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new HashMap<>();
    String text = exchange.getRequestURI().getRawQuery();
    for (String pair : text == null ? new String[0] : text.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      query.put(
          parts[0], parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  private byte[] receive(HttpExchange exchange) throws IOException {
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    byte[] body = new byte[length == null ? 0 : Integer.parseInt(length)];
    InputStream in = exchange.getRequestBody();
    long began = System.nanoTime();
    for (int at = 0; at < body.length; ) {
      int read = in.read(body, at, Math.min(CHUNK_BYTES, body.length - at));
      if (read < 0) {
        throw new IOException("the body ends too soon");
      }
      at += read;
      pace(began, at);
    }
    return body;
  }

  private void send(HttpExchange exchange, byte[] body, int from, int to) throws IOException {
    OutputStream out = exchange.getResponseBody();
    long began = System.nanoTime();
    for (int at = from; at < to; at += CHUNK_BYTES) {
      out.write(body, at, Math.min(CHUNK_BYTES, to - at));
      pace(began, at + CHUNK_BYTES - from);
    }
  }

  private void pace(long beganNanos, long bytes) {
    long early = beganNanos + (long) (bytes * nanosPerByte) - System.nanoTime();
    if (early > 0) {
      LockSupport.parkNanos(early);
    }
  }

  private void put(HttpExchange exchange, String key, byte[] body) throws IOException {
    count(body.length);
    boolean ifAbsent = exchange.getRequestHeaders().containsKey("If-None-Match");
    boolean exists = ifAbsent ? objects.putIfAbsent(key, body) != null : false;
    if (!ifAbsent) {
      objects.put(key, body);
    }
    if (exists) {
      answer(exchange, 412, "<Error><Code>PreconditionFailed</Code></Error>");
      return;
    }
    exchange.getResponseHeaders().set("ETag", "\"1\"");
    exchange.sendResponseHeaders(200, -1);
  }

  private void get(HttpExchange exchange, String key, boolean withBody) throws IOException {
    byte[] body = objects.get(key);
    if (body == null) {
      answer(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>");
      return;
    }
    int from = 0;
    int to = body.length;
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range != null && RANGE.matcher(range) instanceof Matcher match && match.matches()) {
      from = (int) Math.min(Long.parseLong(match.group(1)), body.length);
      to = (int) Math.min(Long.parseLong(match.group(2)) + 1, body.length);
      if (from == to) {
        answer(exchange, 416, "<Error><Code>InvalidRange</Code></Error>");
        return;
      }
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, body.length));
    }
    exchange.getResponseHeaders().set("ETag", "\"1\"");
    exchange.getResponseHeaders().set("Last-Modified", HTTP_DATE);
    if (!withBody) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
    }
    int status = range == null ? 200 : 206;
    exchange.sendResponseHeaders(status, withBody && to > from ? to - from : -1);
    if (withBody && to > from) {
      count(to - from);
      send(exchange, body, from, to);
    }
  }

  private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
    String prefix = query.getOrDefault("prefix", "");
    String after = query.getOrDefault("start-after", "");
    int limit = Integer.parseInt(query.getOrDefault("max-keys", "1000"));
    StringBuilder xml = new StringBuilder("<ListBucketResult>");
    int count = 0;
    boolean more = false;
    String from = after.compareTo(prefix) > 0 ? after : prefix;
    for (Map.Entry<String, byte[]> object : objects.tailMap(from, true).entrySet()) {
      if (!object.getKey().startsWith(prefix)) {
        break;
      }
      if (object.getKey().equals(after)) {
        continue;
      }
      if (count == limit) {
        more = true;
        break;
      }
      count++;
      xml.append(
          "<Contents><Key>%s</Key><LastModified>%s</LastModified><Size>%d</Size></Contents>"
              .formatted(object.getKey(), DATE, object.getValue().length));
    }
    answer(
        exchange,
        200,
        xml.append("<IsTruncated>")
            .append(more)
            .append("</IsTruncated></ListBucketResult>")
            .toString());
  }

  private void deleteAll(HttpExchange exchange, String document) throws IOException {
    DELETED.matcher(document).results().forEach(match -> objects.remove(match.group(1)));
    answer(exchange, 200, "<DeleteResult></DeleteResult>");
  }

  private static void answer(HttpExchange exchange, int status, String xml) throws IOException {
    byte[] body = xml.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
