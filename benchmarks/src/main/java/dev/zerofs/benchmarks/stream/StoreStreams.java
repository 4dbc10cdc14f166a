package dev.zerofs.benchmarks.stream;

import dev.zerofs.benchmarks.lab.ChildJvm;
import dev.zerofs.benchmarks.lab.Contents;
import dev.zerofs.benchmarks.lab.Lab;
import dev.zerofs.benchmarks.lab.Report;
import dev.zerofs.benchmarks.row.Workload;
import dev.zerofs.ports.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Streams to and from a bucket that is some way off, by the server over NFS and by the bare SDK,
 * each with the same number of connections. The server is {@code zerofs run} in a process of its
 * own in {@code bucket} durability, so that a write counts when it is in the bucket. Options:
 * {@code connections}, {@code latency} (milliseconds), {@code rate} (megabytes a second and
 * connection), {@code megabytes}, {@code calls} (of the NFS client, under way at once), {@code
 * rounds}, {@code endpoint} (another one than our own) and {@code settings} ({@code key=value} with
 * commas between).
 */
public final class StoreStreams implements Workload {

  private static final int MEGABYTE = 1_000_000;
  private static final int PIECE_BYTES = 1 << 20;
  private static final int PIECES = 16;

  /** Objects of the SDK's are as large as clients for bulk data make their parts. */
  private static final int OBJECT_PIECES = 8;

  private static final double RATIO_MIN = 0.8;

  @Override
  public void run(Lab lab, Report report) {
    long latency = lab.option("latency", 30);
    long rate = lab.option("rate", 90);
    if (!lab.option("endpoint", "").isEmpty()) {
      compare(lab, report, lab.option("endpoint", ""), "the endpoint given");
      return;
    }
    try (ChildJvm bucket =
        ChildJvm.start(
            List.of("-Xmx1g", "-XX:+UseParallelGC"),
            SlowBucket.class.getName(),
            List.of(String.valueOf(latency), String.valueOf(rate)))) {
      String endpoint = bucket.awaitLine(line -> line.startsWith("http://"));
      compare(lab, report, endpoint, "%d ms, %d MB/s a connection".formatted(latency, rate));
    }
  }

  private static void compare(Lab lab, Report report, String endpoint, String line) {
    int connections = (int) lab.option("connections", 4);
    int pieces = (int) (lab.option("megabytes", lab.sized(600, 200)) * MEGABYTE / PIECE_BYTES);
    int objects = Math.max(connections, pieces / OBJECT_PIECES);
    List<Bytes> contents =
        IntStream.range(0, PIECES).mapToObj(i -> Contents.of(i, PIECE_BYTES)).toList();
    byte[] object = Contents.of(99, OBJECT_PIECES * PIECE_BYTES).array();
    String row = "%d connections, %s: ".formatted(connections, line);
    try (BareClient bare = new BareClient(endpoint, connections, object);
        ChildJvm server = server(lab, endpoint, connections);
        NfsStream stream = mounted(server, contents, (int) lab.option("calls", 8))) {
      for (int round = 0; round <= lab.option("rounds", 2); round++) {
        double put = bare.put(objects);
        double written = stream.write(pieces, round);
        double get = bare.get(objects);
        double read = stream.read(pieces, round);
        bare.delete(objects);
        stream.remove(round);
        if (round > 0) { // Before, both are not yet compiled.
          tell(report, row + "sequential write / SDK's PUT, round " + round, written, put);
          tell(report, row + "cold sequential read / SDK's GET, round " + round, read, get);
        }
      }
    }
  }

  private static void tell(Report report, String row, double ours, double bare) {
    report.atLeast(
        row,
        ours / bare,
        RATIO_MIN,
        "%.0f MB/s over NFS, %.0f MB/s by the SDK".formatted(ours / MEGABYTE, bare / MEGABYTE));
  }

  private static NfsStream mounted(ChildJvm server, List<Bytes> contents, int calls) {
    String line = server.awaitLine(text -> text.startsWith("serving "));
    int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    return new NfsStream(new InetSocketAddress("127.0.0.1", port), contents, calls);
  }

  /**
   * A server whose disk cache holds nothing, and whose caches in memory hold less than a stream: so
   * its beginning is cold when its end has been written.
   */
  private static ChildJvm server(Lab lab, String endpoint, int connections) {
    Map<String, String> all = new TreeMap<>();
    all.put("nfs.listen", "127.0.0.1:0");
    all.put("store.url", "s3://bucket/volume");
    all.put("cache.dir", lab.directory().resolve("cache").toString());
    all.put("cache.size", "1");
    all.put("cache.memory", "64MiB");
    all.put("durability", "bucket");
    all.put("s3.endpoint", endpoint);
    all.put("s3.allow-http", "true");
    all.put("s3.access-key-id", "id");
    all.put("s3.secret-access-key", "secret");
    all.put("s3.connections-max", String.valueOf(connections));
    for (String pair : lab.option("settings", "").split(",", -1)) {
      if (!pair.isEmpty()) {
        all.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
      }
    }
    StringBuilder lines = new StringBuilder();
    all.forEach((key, value) -> lines.append(key).append(" = ").append(value).append('\n'));
    Path file = lab.directory().resolve("zerofs.properties");
    try {
      Files.writeString(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ChildJvm.start(
        List.of("-Xmx512m", "-XX:+UseCompactObjectHeaders", "-XX:G1HeapRegionSize=4m"),
        "dev.zerofs.bootstrap.Main",
        List.of("run", "--config", file.toString()));
  }
}
