package dev.zerofs.benchmarks.row;

import dev.zerofs.benchmarks.lab.Contents;
import dev.zerofs.benchmarks.lab.FileClient;
import dev.zerofs.benchmarks.lab.Lab;
import dev.zerofs.benchmarks.lab.OpenFiles;
import dev.zerofs.benchmarks.lab.Place;
import dev.zerofs.benchmarks.lab.Report;
import dev.zerofs.benchmarks.store.Request;
import dev.zerofs.benchmarks.store.Traffic;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.keyvalue.CommitPosition;

/** A large file that does not compress is written from its beginning to its end, then read cold. */
public final class SequentialFile implements Workload {

  private static final int PIECE_BYTES = 1 << 20;
  private static final double UPLOADED_PER_WRITTEN_MAX = 1.05;

  @Override
  public void run(Lab lab, Report report) {
    long pieces = lab.sized(4L << 30, 256 << 20) / PIECE_BYTES;
    double megabytes = pieces * PIECE_BYTES / 1e6;
    Place place = lab.bucket("sequential");
    FileId file;
    Traffic written;
    double writeSeconds;
    long began = Lab.CLOCK.monotonicNanos();
    try (OpenFiles open = place.openFiles()) {
      FileClient client = open.client();
      file = client.create(client.root(), "large");
      CommitPosition last = CommitPosition.NONE;
      for (long i = 0; i < pieces; i++) {
        last = client.write(file, i * PIECE_BYTES, Contents.of(i, PIECE_BYTES));
      }
      client.await(last);
      writeSeconds = Lab.secondsSince(began);
      open.settle(3, 120);
      open.close();
      written = open.traffic();
    }
    report.atMost(
        "write %.0f MB sequentially: uploaded / written".formatted(megabytes),
        written.bytesUp() / (double) (pieces * PIECE_BYTES),
        UPLOADED_PER_WRITTEN_MAX,
        "%.0f MB/s; %s".formatted(megabytes / writeSeconds, written));
    readCold(place, file, pieces, report);
  }

  private static void readCold(Place place, FileId file, long pieces, Report report) {
    double megabytes = pieces * PIECE_BYTES / 1e6;
    place.dropCache();
    try (OpenFiles open = place.openFiles()) {
      FileClient client = open.client();
      Traffic before = open.traffic();
      long began = Lab.CLOCK.monotonicNanos();
      for (long i = 0; i < pieces; i++) {
        Contents.require(client.read(file, i * PIECE_BYTES, PIECE_BYTES), i, PIECE_BYTES, "large");
      }
      double seconds = Lab.secondsSince(began);
      Traffic read = open.traffic().since(before);
      report.figure(
          "read it cold: downloaded / read",
          read.bytesDown() / (double) (pieces * PIECE_BYTES),
          "%.0f MB/s; %d GETs, %.2f MB each; %s"
              .formatted(
                  megabytes / seconds,
                  read.count(Request.GET),
                  read.bytesDown() / 1e6 / Math.max(1, read.count(Request.GET)),
                  read));
    }
  }
}
