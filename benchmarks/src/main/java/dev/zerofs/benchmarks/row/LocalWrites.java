package dev.zerofs.benchmarks.row;

import dev.zerofs.benchmarks.lab.Contents;
import dev.zerofs.benchmarks.lab.Disk;
import dev.zerofs.benchmarks.lab.FileClient;
import dev.zerofs.benchmarks.lab.Lab;
import dev.zerofs.benchmarks.lab.OpenFiles;
import dev.zerofs.benchmarks.lab.Place;
import dev.zerofs.benchmarks.lab.Report;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.keyvalue.CommitPosition;
import java.util.Map;

/**
 * What reaches the local disk for a byte of file data in {@code journal} mode: once with a {@code
 * file://} store on it, once with a store elsewhere, which is a directory in memory here. Counted
 * from when the journal has made its files, which are used again and again, until the volume is
 * closed.
 */
public final class LocalWrites implements Workload {

  private static final double LOCAL_MAX = 2.1;
  private static final double REMOTE_MAX = 1.1;
  private static final int PIECE_BYTES = 1 << 20;
  private static final long SYNC_BYTES = 8 << 20;

  /** Written before anything counts: the journal then has all of its files. */
  private static final long EARLIER_BYTES = 512 << 20;

  /** Writes file data, and tells how much. */
  private interface Pattern {
    long write(FileClient client);
  }

  /**
   * What is written.
   *
   * @param isMarked whether the marks are about it: what is waited for in pieces smaller than a
   *     megabyte is bounded by pages and by the metadata of the file system
   */
  private record Row(String name, Pattern pattern, boolean isMarked) {}

  @Override
  public void run(Lab lab, Report report) {
    long streamBytes = lab.sized(2L << 30, 256 << 20);
    int files = (int) lab.sized(20_000, 4_000);
    measure(
        lab,
        report,
        new Row(
            "stream of %.0f MB, fsync every 8 MiB".formatted(streamBytes / 1e6),
            client -> stream(client, "stream", streamBytes),
            true));
    small(lab, report, files / 8, 64 << 10);
    small(lab, report, files, 4 << 10);
  }

  private static void small(Lab lab, Report report, int count, int sizeBytes) {
    measure(
        lab,
        report,
        new Row(
            count + " files of " + (sizeBytes >> 10) + " KiB, each stable",
            client -> small(client, count, sizeBytes),
            false));
  }

  private static void measure(Lab lab, Report report, Row row) {
    measure(lab, report, "file://, ", row, lab.local("local"), LOCAL_MAX);
    Place remote = lab.distantBucket("remote");
    if (remote.isStoreElsewhere()) {
      measure(lab, report, "remote, ", row, remote, REMOTE_MAX);
    }
  }

  private static void measure(
      Lab lab, Report report, String where, Row wanted, Place place, double mark) {
    Disk disk = new Disk(lab.directory());
    String row = "disk bytes / file bytes, " + where + wanted.name();
    if (!disk.isCounted()) {
      report.verdict(row, "?", "<= " + mark, false, "no statistics at " + disk);
      return;
    }
    long written;
    long bytes;
    Map<String, Long> figures;
    Map<String, Long> figuresBefore;
    try {
      long before;
      try (OpenFiles open = place.openFiles()) {
        var _ = stream(open.client(), "earlier", lab.sized(EARLIER_BYTES, EARLIER_BYTES / 2));
        open.settle(2, 60);
        before = disk.bytesWritten();
        figuresBefore = open.opened().keys().figures();
        bytes = wanted.pattern().write(open.client());
        open.settle(2, 60);
        figures = open.opened().keys().figures();
      }
      written = disk.bytesWritten() - before;
    } finally {
      place.delete();
    }
    double ratio = written / (double) bytes;
    String details =
        "%.1f MB by %s; ".formatted(written / 1e6, disk) + parts(figuresBefore, figures);
    if (wanted.isMarked()) {
      report.atMost(row, ratio, mark, details);
    } else {
      report.figure(row, ratio, details);
    }
  }

  /** What of it the journal and the disk cache say to have written, before the volume is closed. */
  private static String parts(Map<String, Long> before, Map<String, Long> after) {
    return "%.1f MB of records in %d syncs, %.1f MB in the disk cache"
        .formatted(
            change("journal.written-bytes", before, after) / 1e6,
            change("journal.syncs", before, after),
            change("cache.disk-written-bytes", before, after) / 1e6);
  }

  private static long change(String name, Map<String, Long> before, Map<String, Long> after) {
    return after.getOrDefault(name, 0L) - before.getOrDefault(name, 0L);
  }

  private static long stream(FileClient client, String name, long bytes) {
    FileId file = client.create(client.root(), name);
    CommitPosition last = CommitPosition.NONE;
    for (long at = 0; at < bytes; at += PIECE_BYTES) {
      last = client.write(file, at, Contents.of(at, PIECE_BYTES));
      if ((at + PIECE_BYTES) % SYNC_BYTES == 0) {
        client.await(last);
      }
    }
    client.await(last);
    return bytes;
  }

  private static long small(FileClient client, int count, int sizeBytes) {
    FileId directory = client.root();
    for (int i = 0; i < count; i++) {
      if (i % 500 == 0) {
        directory = client.makeDirectory(client.root(), "d" + i);
      }
      FileId file = client.create(directory, "f" + i);
      client.await(client.write(file, 0, Contents.of(i, sizeBytes)));
    }
    return (long) count * sizeBytes;
  }
}
