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
import org.jspecify.annotations.Nullable;

/**
 * Streams to and from a bucket that is some way off, by the server over NFS and by the bare SDK,
 * each with the same number of connections. The server is {@code zerofs run} in a process of its
 * own in {@code bucket} durability, so that a write counts when it is in the bucket. Options:
 * {@code connections} (numbers with commas between), {@code latency} (milliseconds), {@code rate}
 * (megabytes a second and connection), {@code megabytes}, {@code calls} (of the NFS client, under
 * way at once), {@code rounds}, {@code endpoint} (another one than our own) and {@code settings}
 * ({@code key=value} with commas between).
 */
public final class StoreStreams implements Workload {

  private static final int MEGABYTE = 1_000_000;
  private static final int PIECE_BYTES = 1 << 20;
  private static final int PIECES = 16;

  /** Objects of the SDK's are as large as clients for bulk data make their parts. */
  private static final int OBJECT_PIECES = 8;

  /** The bucket's heap beside what is in it: bodies on their way, and room for its collector. */
  private static final long BUCKET_MEGABYTES = 1024;

  private static final double RATIO_MIN = 0.8;

  @Override
  public void run(Lab lab, Report report) {
    for (String connections : lab.option("connections", "1,4,8,16").split(",", -1)) {
      run(lab, report, Integer.parseInt(connections));
    }
  }

  private static void run(Lab lab, Report report, int connections) {
    long latency = lab.option("latency", 30);
    long rate = lab.option("rate", 90);
    String row = "%d connections, ".formatted(connections);
    if (!lab.option("endpoint", "").isEmpty()) {
      String endpoint = lab.option("endpoint", "");
      compare(lab, report, endpoint, null, connections, row + "the endpoint given: ");
      return;
    }
    // What was removed is still there for the time of grace.
    long heap = (rounds(lab) + 3) * megabytes(lab) + BUCKET_MEGABYTES;
    try (ChildJvm bucket =
        ChildJvm.start(
            List.of("-Xmx" + heap + "m", "-XX:+UseParallelGC"),
            SlowBucket.class.getName(),
            List.of(String.valueOf(latency), String.valueOf(rate)))) {
      String endpoint = bucket.awaitLine(line -> line.startsWith("http://"));
      row += "%d ms, %d MB/s each: ".formatted(latency, rate);
      compare(lab, report, endpoint, bucket, connections, row);
    }
  }

  private static long rounds(Lab lab) {
    return lab.option("rounds", 2);
  }

  private static long megabytes(Lab lab) {
    return lab.option("megabytes", lab.sized(600, 200));
  }

  private static void compare(
      Lab lab,
      Report report,
      String endpoint,
      @Nullable ChildJvm bucket,
      int connections,
      String row) {
    int pieces = (int) (megabytes(lab) * MEGABYTE / PIECE_BYTES);
    int objects = Math.max(connections, pieces / OBJECT_PIECES);
    List<Bytes> contents =
        IntStream.range(0, PIECES).mapToObj(i -> Contents.of(i, PIECE_BYTES)).toList();
    byte[] object = Contents.of(99, OBJECT_PIECES * PIECE_BYTES).array();
    try (BareClient bare = new BareClient(endpoint, connections, object);
        ChildJvm server = server(lab, endpoint, connections);
        NfsStream stream = mounted(server, contents, (int) lab.option("calls", 8))) {
      Gauge alone = new Gauge(endpoint, bucket, null);
      Gauge served = new Gauge(endpoint, bucket, server);
      for (int i = 0; i <= rounds(lab); i++) {
        int round = i;
        Phase put = alone.measure(() -> bare.put(objects));
        Phase written = served.measure(() -> stream.write(pieces, round));
        Phase get = alone.measure(() -> bare.get(objects));
        Phase read = served.measure(() -> stream.read(pieces, round));
        bare.delete(objects);
        stream.remove(round);
        if (round > 0) { // Before, both are not yet compiled.
          tell(report, row + "sequential write / SDK's PUT, round " + round, written, put);
          tell(report, row + "cold sequential read / SDK's GET, round " + round, read, get);
        }
      }
    }
  }

  private static void tell(Report report, String row, Phase ours, Phase bare) {
    report.atLeast(
        row,
        ours.bytesPerSecond() / bare.bytesPerSecond(),
        RATIO_MIN,
        "over NFS %s; by the SDK %s".formatted(ours.told(), bare.told()));
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
    all.put("upload.parallelism", String.valueOf(connections));
    all.put("read.parallelism", String.valueOf(connections));
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
        ChildJvm.LAUNCHER_OPTIONS,
        "dev.zerofs.bootstrap.Main",
        List.of("run", "--config", file.toString()));
  }
}
