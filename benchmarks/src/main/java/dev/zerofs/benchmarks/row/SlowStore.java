package dev.zerofs.benchmarks.row;

import dev.zerofs.benchmarks.lab.Contents;
import dev.zerofs.benchmarks.lab.FileClient;
import dev.zerofs.benchmarks.lab.HeapWatch;
import dev.zerofs.benchmarks.lab.Lab;
import dev.zerofs.benchmarks.lab.OpenFiles;
import dev.zerofs.benchmarks.lab.Place;
import dev.zerofs.benchmarks.lab.Report;
import dev.zerofs.benchmarks.store.ThrottledObjectStore;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.keyvalue.CommitPosition;
import java.util.Random;

/**
 * Much more is written than the store takes in the time and than memory could hold. Nothing may be
 * refused or lost; whoever writes waits. Options: {@code durability}, {@code megabytes}, {@code
 * megabytes-per-second}.
 */
public final class SlowStore implements Workload {

  private static final int PIECE_BYTES = 1 << 20;
  private static final int FILES = 4;
  private static final long LATENCY_NANOS = 20_000_000;
  private static final long MEGABYTE = 1_000_000;

  @Override
  public void run(Lab lab, Report report) {
    String durability = lab.option("durability", "journal");
    long megabytes = lab.option("megabytes", lab.sized((20L << 30) / MEGABYTE, 1_000));
    long rate = lab.option("megabytes-per-second", lab.sized(20, 200));
    long pieces = megabytes * MEGABYTE / PIECE_BYTES;
    Place place =
        lab.bucket("slow-" + durability)
            .with("durability", durability)
            .behind(
                store ->
                    new ThrottledObjectStore(store, Lab.CLOCK, rate * MEGABYTE, LATENCY_NANOS));
    String row =
        "%d MB through %d MB/s, %s, -Xmx%dm"
            .formatted(megabytes, rate, durability, Runtime.getRuntime().maxMemory() >> 20);
    long began = Lab.CLOCK.monotonicNanos();
    try (HeapWatch heap = new HeapWatch();
        OpenFiles open = place.openFiles()) {
      FileId[] files = write(open.client(), pieces);
      double wrote = Lab.secondsSince(began);
      int checked = check(open.client(), files, pieces, lab);
      open.close();
      report.verdict(
          row,
          "no error",
          "no error",
          true,
          "%.0f s (%.1f MB/s), %d pieces checked; %s; %s"
              .formatted(wrote, megabytes / wrote, checked, heap, open.traffic()));
    }
    place.delete();
  }

  private static FileId[] write(FileClient client, long pieces) {
    FileId[] files = new FileId[FILES];
    for (int i = 0; i < FILES; i++) {
      files[i] = client.create(client.root(), "f" + i);
    }
    CommitPosition last = CommitPosition.NONE;
    for (long i = 0; i < pieces; i++) {
      last =
          client.write(
              files[(int) (i % FILES)], i / FILES * PIECE_BYTES, Contents.of(i, PIECE_BYTES));
    }
    client.await(last);
    return files;
  }

  /** Reading comes over the slow line too, so a sample must do. */
  private static int check(FileClient client, FileId[] files, long pieces, Lab lab) {
    int samples = (int) lab.sized(400, 100);
    Random random = new Random(lab.option("seed", 1));
    for (int i = 0; i < samples; i++) {
      long piece = random.nextLong(pieces);
      Contents.require(
          client.read(files[(int) (piece % FILES)], piece / FILES * PIECE_BYTES, PIECE_BYTES),
          piece,
          PIECE_BYTES,
          "piece " + piece);
    }
    return samples;
  }
}
