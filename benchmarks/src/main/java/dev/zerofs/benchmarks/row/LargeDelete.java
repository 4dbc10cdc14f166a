package dev.zerofs.benchmarks.row;

import dev.zerofs.benchmarks.lab.FileClient;
import dev.zerofs.benchmarks.lab.Lab;
import dev.zerofs.benchmarks.lab.OpenFiles;
import dev.zerofs.benchmarks.lab.Report;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.keyvalue.CommitPosition;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of very different sizes, one byte in every chunk, are removed. Several of each size, all
 * written and in tables before the first is removed; one of each size in turn, since the first ones
 * also pay for what the JVM has not compiled and for tables that are opened.
 */
public final class LargeDelete implements Workload {

  private static final long CHUNK_BYTES = 64 << 10;
  private static final int FILES = 5;
  private static final double TIME_RATIO_MAX = 2;

  /** What removing files of one size took. */
  private static final class Removals {
    private final long chunks;
    private final List<Double> micros = new ArrayList<>();
    private long batches;
    private long requests;

    Removals(long chunks) {
      this.chunks = chunks;
    }

    void removeOne(OpenFiles open) {
      long batchesBefore = open.keys().batches();
      long requestsBefore = open.traffic().total();
      long began = Lab.CLOCK.monotonicNanos();
      var _ = open.client().remove(open.client().root(), name(chunks, micros.size()));
      micros.add(Lab.secondsSince(began) * 1e6);
      batches += open.keys().batches() - batchesBefore;
      requests += open.traffic().total() - requestsBefore;
    }

    double median() {
      return micros.stream().sorted().skip(FILES / 2).findFirst().orElseThrow();
    }

    @Override
    public String toString() {
      return "%d chunks: median %.0f us of %s, %d batches, %d requests"
          .formatted(
              chunks,
              median(),
              micros.stream().map(one -> "%.0f".formatted(one)).toList(),
              batches,
              requests);
    }
  }

  @Override
  public void run(Lab lab, Report report) {
    List<Long> sizes =
        lab.small() ? List.of(1_600L, 16_000L, 160_000L) : List.of(1_600L, 160_000L, 1_600_000L);
    List<Removals> removals = sizes.stream().map(Removals::new).toList();
    try (OpenFiles open = lab.bucket("delete").openFiles()) {
      FileClient client = open.client();
      warmUp(client);
      for (long chunks : sizes) {
        for (int i = 0; i < FILES; i++) {
          write(client, name(chunks, i), chunks);
        }
      }
      open.settle(3, 300);
      for (int i = 0; i < FILES; i++) {
        removals.forEach(size -> size.removeOne(open));
      }
    }
    boolean oneBatch = removals.stream().allMatch(size -> size.batches == FILES);
    report.verdict(
        "delete a file of %d chunks: batches".formatted(sizes.getLast()),
        oneBatch ? "1" : "more",
        "1",
        oneBatch,
        FILES + " files of each size: " + removals);
    double median = removals.getLast().median();
    report.atMost(
        "the same: time / that of %d chunks".formatted(sizes.getFirst()),
        median / removals.getFirst().median(),
        TIME_RATIO_MAX,
        "%.0f us / %.0f us".formatted(median, removals.getFirst().median()));
  }

  private static void warmUp(FileClient client) {
    for (int i = 0; i < 2000; i++) {
      write(client, "warm", 2);
      var _ = client.remove(client.root(), "warm");
    }
  }

  private static void write(FileClient client, String name, long chunks) {
    Bytes one = Bytes.wrap(new byte[] {1});
    FileId file = client.create(client.root(), name);
    CommitPosition last = CommitPosition.NONE;
    for (long i = 0; i < chunks; i++) {
      last = client.write(file, i * CHUNK_BYTES, one);
    }
    client.await(last);
  }

  private static String name(long chunks, int number) {
    return "f" + chunks + "-" + number;
  }
}
