package dev.zerofs.benchmarks.row;

import dev.zerofs.benchmarks.lab.Contents;
import dev.zerofs.benchmarks.lab.FileClient;
import dev.zerofs.benchmarks.lab.Lab;
import dev.zerofs.benchmarks.lab.OpenFiles;
import dev.zerofs.benchmarks.lab.Place;
import dev.zerofs.benchmarks.lab.Report;
import dev.zerofs.benchmarks.lab.Settling;
import dev.zerofs.benchmarks.store.Traffic;
import dev.zerofs.ports.filesystem.FileId;
import java.util.Random;
import java.util.SortedMap;

/** Chunks of a file are overwritten at random, eight times its size in all. */
public final class RandomOverwrites implements Workload {

  private static final int CHUNK_BYTES = 64 << 10;
  private static final int OVERWRITES_PER_CHUNK = 8;
  private static final double STORED_PER_LIVE_MAX = 1.5;
  private static final double UPLOADED_PER_WRITTEN_MAX = 2.2;

  @Override
  public void run(Lab lab, Report report) {
    int chunks = (int) (lab.sized(1L << 30, 64 << 20) / CHUNK_BYTES);
    long overwrites = (long) chunks * OVERWRITES_PER_CHUNK;
    Place place = Grace.shortened(lab.bucket("overwrite"));
    long[] seeds = new long[chunks];
    FileId file;
    Traffic traffic;
    Settling.Outcome settled;
    SortedMap<String, Long> stored;
    SortedMap<String, Long> figures;
    long began = Lab.CLOCK.monotonicNanos();
    double seconds;
    try (OpenFiles open = place.openFiles()) {
      FileClient client = open.client();
      file = client.create(client.root(), "overwritten");
      for (int i = 0; i < chunks; i++) {
        write(client, file, i, seeds, i);
      }
      Random random = new Random(lab.option("seed", 1));
      for (long i = 0; i < overwrites; i++) {
        write(client, file, random.nextInt(chunks), seeds, chunks + i);
      }
      seconds = Lab.secondsSince(began);
      settled = open.settle(Grace.QUIET_SECONDS, Grace.TIMEOUT_SECONDS);
      stored = place.storedBytes();
      traffic = open.traffic();
      figures = open.keys().figures();
      check(client, file, seeds, lab);
    }
    long live = (long) chunks * CHUNK_BYTES;
    long total = stored.values().stream().mapToLong(Long::longValue).sum();
    String ended =
        settled.quiet()
            ? "quiet after %.0f s".formatted(settled.seconds())
            : "NOT QUIET after %.0f s".formatted(settled.seconds());
    report.atMost(
        "overwrite 64 KiB at random, %.0f MB of %.0f MB: stored / live"
            .formatted(overwrites * CHUNK_BYTES / 1e6, live / 1e6),
        total / (double) live,
        STORED_PER_LIVE_MAX,
        "stored bytes %s, %s; %s".formatted(stored, ended, figures));
    report.atMost(
        "the same: uploaded / written",
        traffic.bytesUp() / (double) (live + overwrites * CHUNK_BYTES),
        UPLOADED_PER_WRITTEN_MAX,
        "%.0f MB/s; %s".formatted((live + overwrites * CHUNK_BYTES) / 1e6 / seconds, traffic));
  }

  private static void write(FileClient client, FileId file, int chunk, long[] seeds, long seed) {
    seeds[chunk] = seed;
    var _ = client.write(file, (long) chunk * CHUNK_BYTES, Contents.of(seed, CHUNK_BYTES));
  }

  private static void check(FileClient client, FileId file, long[] seeds, Lab lab) {
    Random random = new Random(lab.option("seed", 1) + 1);
    for (int i = 0; i < 1000; i++) {
      int chunk = random.nextInt(seeds.length);
      Contents.require(
          client.read(file, (long) chunk * CHUNK_BYTES, CHUNK_BYTES),
          seeds[chunk],
          CHUNK_BYTES,
          "chunk " + chunk);
    }
  }
}
