package dev.zerofs.benchmarks.stream;

import dev.zerofs.benchmarks.lab.ChildJvm;
import dev.zerofs.benchmarks.lab.Lab;
import dev.zerofs.benchmarks.lab.ProcessFigures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at everybody who has a part in a stream: how many requests of what size were under way, and
 * what each process used of the processors. For one thread.
 */
final class Gauge {

  private record Look(double self, double bucket, double server, BucketFigures requests) {}

  private final String endpoint;
  private final @Nullable ChildJvm bucket;
  private final @Nullable ChildJvm server;

  /**
   * A look at processes.
   *
   * @param bucket the bucket's, or null if it is somebody else's
   * @param server the server's, or null if it has no part in this
   */
  Gauge(String endpoint, @Nullable ChildJvm bucket, @Nullable ChildJvm server) {
    this.endpoint = endpoint;
    this.bucket = bucket;
    this.server = server;
  }

  /** Measures {@code stream}, which tells its bytes a second. */
  Phase measure(DoubleSupplier stream) {
    Look before = look();
    long began = Lab.CLOCK.monotonicNanos();
    double rate = stream.getAsDouble();
    double seconds = Lab.secondsSince(began);
    Look after = look();
    double megabytes = rate * seconds / 1e6;
    StringBuilder processors = new StringBuilder();
    add(processors, "client", (after.self - before.self) / megabytes);
    if (server != null) {
      add(processors, "server", (after.server - before.server) / megabytes);
    }
    if (bucket != null) {
      add(processors, "bucket", (after.bucket - before.bucket) / megabytes);
    }
    String requests =
        bucket == null ? "" : ", " + after.requests.since(before.requests).told(seconds);
    return new Phase(rate, requests, processors.toString());
  }

  private static void add(StringBuilder processors, String who, double secondsPerMegabyte) {
    processors
        .append(processors.isEmpty() ? "" : ", ")
        .append(String.format(Locale.ROOT, "%s %.1f", who, 1000 * secondsPerMegabyte));
  }

  private Look look() {
    return new Look(
        ProcessFigures.processorSeconds(),
        bucket == null ? 0 : bucket.processorSeconds(),
        server == null ? 0 : server.processorSeconds(),
        bucket == null ? new BucketFigures(0, 0, 0) : requests());
  }

  private BucketFigures requests() {
    try (var answer = URI.create(endpoint + SlowBucket.FIGURES_PATH).toURL().openStream()) {
      return BucketFigures.parse(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
