package dev.zerofs.benchmarks.row;

import dev.zerofs.benchmarks.lab.Clients;
import dev.zerofs.benchmarks.lab.Contents;
import dev.zerofs.benchmarks.lab.FileClient;
import dev.zerofs.benchmarks.lab.Lab;
import dev.zerofs.benchmarks.lab.Latencies;
import dev.zerofs.benchmarks.lab.OpenFiles;
import dev.zerofs.benchmarks.lab.Place;
import dev.zerofs.benchmarks.lab.Report;
import dev.zerofs.benchmarks.store.Request;
import dev.zerofs.benchmarks.store.ThrottledObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What it costs to wait for 4 KiB: in the bucket, whose every request takes 30 ms and no disk of
 * this machine, alone, among others, and behind somebody who streams as fast as he can; and in the
 * journal, in bytes. Options: {@code seconds} of each, {@code latency} of the store in
 * milliseconds.
 */
public final class SmallSyncs implements Workload {

  private static final int PAGE_BYTES = 4096;
  private static final int PAGES = 1024;
  private static final int STREAM_BYTES = 1 << 20;
  private static final long STREAM_FILE_BYTES = 512L << 20;
  private static final int PROBES = 40;
  private static final double WARM_UP_SECONDS = 4;
  private static final double NANOS_PER_MILLI = 1e6;

  private static final double P50_PER_PUT_MAX = 1.3;
  private static final double P99_PER_PUT_BESIDE_STREAM_MAX = 4;
  private static final double PUTS_PER_SYNC_MAX = 0.1;
  private static final double JOURNAL_PER_DATA_MAX = 2;

  @Override
  public void run(Lab lab, Report report) {
    double seconds = lab.option("seconds", lab.sized(20, 6));
    bucket(lab, report, seconds);
    journal(lab, report, seconds);
  }

  private static void bucket(Lab lab, Report report, double seconds) {
    long latencyNanos = (long) (lab.option("latency", 30) * NANOS_PER_MILLI);
    AtomicReference<ObjectStore> line = new AtomicReference<>();
    Place place =
        lab.distantBucket("syncs-bucket")
            .with("durability", "bucket")
            .behind(
                store -> {
                  var slow = new ThrottledObjectStore(store, Lab.CLOCK, 0, latencyNanos);
                  line.set(slow);
                  return slow;
                });
    try (OpenFiles open = place.openFiles()) {
      FileClient client = open.client();
      syncs(client, files(client, "warm", 8), WARM_UP_SECONDS);
      double putMillis = putMillis(Objects.requireNonNull(line.get()));
      for (int writers : new int[] {1, 8, 64}) {
        FileId[] files = files(client, "w" + writers + "-", writers);
        long putsBefore = open.traffic().count(Request.PUT);
        Latencies latencies = syncs(client, files, seconds);
        double putsPerSync =
            (open.traffic().count(Request.PUT) - putsBefore) / (double) latencies.count();
        String row = "sync of 4 KiB in the bucket, %d writers".formatted(writers);
        String details =
            "%s; PUT %.1f ms; %.3f PUTs per sync".formatted(latencies, putMillis, putsPerSync);
        report.atMost(
            row + ": p50 / PUT", latencies.millis(0.5) / putMillis, P50_PER_PUT_MAX, details);
        if (writers == 64) {
          report.atMost(row + ": PUTs per sync", putsPerSync, PUTS_PER_SYNC_MAX, details);
        }
      }
      besideStream(client, putMillis, seconds, report);
    } finally {
      place.delete();
    }
  }

  private static void besideStream(
      FileClient client, double putMillis, double seconds, Report report) {
    FileId stream = client.create(client.root(), "stream");
    FileId small = client.create(client.root(), "small");
    Latencies latencies = new Latencies();
    long[] streamed = new long[1];
    Clients.run(
        2,
        seconds,
        (who, round) -> {
          if (who == 0) {
            client.write(
                stream, round * STREAM_BYTES % STREAM_FILE_BYTES, Contents.of(round, STREAM_BYTES));
            streamed[0] += STREAM_BYTES;
          } else {
            sync(client, small, who, round, latencies);
          }
        });
    report.atMost(
        "sync of 4 KiB in the bucket beside a stream: p99 / PUT",
        latencies.millis(0.99) / putMillis,
        P99_PER_PUT_BESIDE_STREAM_MAX,
        "%s; PUT %.1f ms; the stream %.0f MB/s"
            .formatted(latencies, putMillis, streamed[0] / 1e6 / seconds));
  }

  private static void journal(Lab lab, Report report, double seconds) {
    Place place = lab.bucket("syncs-journal").with("durability", "journal");
    try (OpenFiles open = place.openFiles()) {
      FileClient client = open.client();
      syncs(client, files(client, "warm", 8), WARM_UP_SECONDS);
      for (int writers : new int[] {1, 8}) {
        FileId[] files = files(client, "w" + writers + "-", writers);
        long before = journalBytes(open);
        Latencies latencies = syncs(client, files, seconds);
        double bytes = (double) latencies.count() * PAGE_BYTES;
        report.atMost(
            "random 4 KiB syncs, %d writers: journal bytes / data".formatted(writers),
            (journalBytes(open) - before) / bytes,
            JOURNAL_PER_DATA_MAX,
            "%s; %.0f syncs/s".formatted(latencies, latencies.count() / seconds));
      }
    }
    place.delete();
  }

  private static long journalBytes(OpenFiles open) {
    return open.opened().keys().figures().getOrDefault("journal.written-bytes", 0L);
  }

  private static FileId[] files(FileClient client, String prefix, int count) {
    FileId[] files = new FileId[count];
    for (int i = 0; i < count; i++) {
      files[i] = client.create(client.root(), prefix + i);
      client.await(client.truncate(files[i], (long) PAGES * PAGE_BYTES));
    }
    return files;
  }

  /** One writer a file, each waiting for its own. */
  private static Latencies syncs(FileClient client, FileId[] files, double seconds) {
    Latencies latencies = new Latencies();
    Clients.run(
        files.length, seconds, (who, round) -> sync(client, files[who], who, round, latencies));
    return latencies;
  }

  private static void sync(
      FileClient client, FileId file, int who, long round, Latencies latencies) {
    long seed = Contents.mix(((long) who << 40) + round);
    long page = new SplittableRandom(seed).nextLong(PAGES);
    Bytes content = Contents.of(seed, PAGE_BYTES);
    long began = Lab.CLOCK.monotonicNanos();
    client.await(client.write(file, page * PAGE_BYTES, content));
    latencies.add(Lab.CLOCK.monotonicNanos() - began);
  }

  /** What the store alone takes for as much. */
  private static double putMillis(ObjectStore store) {
    Latencies latencies = new Latencies();
    for (int i = 0; i < PROBES; i++) {
      ObjectKey key = new ObjectKey("probe/" + i);
      long began = Lab.CLOCK.monotonicNanos();
      store.putIfAbsent(key, Contents.of(i, PAGE_BYTES));
      latencies.add(Lab.CLOCK.monotonicNanos() - began);
      store.delete(key);
    }
    return latencies.millis(0.5);
  }
}
