package dev.zerofs.benchmarks.row;

import dev.zerofs.benchmarks.lab.Contents;
import dev.zerofs.benchmarks.lab.FileClient;
import dev.zerofs.benchmarks.lab.Lab;
import dev.zerofs.benchmarks.lab.OpenFiles;
import dev.zerofs.benchmarks.lab.Place;
import dev.zerofs.benchmarks.lab.Report;
import dev.zerofs.benchmarks.store.Request;
import dev.zerofs.benchmarks.store.Traffic;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;

/**
 * Files of 4 KiB are created and nobody waits for any. "Data and metadata" are the keys and values
 * of every batch that the file system wrote; beside it stand those that are left in the end, which
 * is fewer: a directory's inode is written with every file in it.
 */
public final class ManySmallFiles implements Workload {

  private static final int FILE_BYTES = 4096;
  private static final int FILES_PER_DIRECTORY = 1000;
  private static final double PUTS_PER_FILE_MAX = 0.01;
  private static final double UPLOADED_PER_WRITTEN_MAX = 1.3;
  private static final Bytes FIRST_KEY = Bytes.wrap(new byte[] {0});
  private static final Bytes LAST_KEY = Bytes.wrap(new byte[] {(byte) 0xff});

  @Override
  public void run(Lab lab, Report report) {
    long files = lab.sized(100_000, 10_000);
    Place place = lab.bucket("create");
    long batchBytes;
    long liveBytes;
    Traffic traffic;
    double seconds;
    try (OpenFiles open = place.openFiles()) {
      FileClient client = open.client();
      long began = Lab.CLOCK.monotonicNanos();
      FileId directory = client.root();
      for (long i = 0; i < files; i++) {
        if (i % FILES_PER_DIRECTORY == 0) {
          directory = client.makeDirectory(client.root(), "d" + i);
        }
        FileId file = client.create(directory, "f" + i);
        var _ = client.write(file, 0, Contents.of(i, FILE_BYTES));
      }
      seconds = Lab.secondsSince(began);
      open.settle(3, 120);
      batchBytes = open.keys().bytesWritten();
      liveBytes = liveBytes(open);
      open.close();
      traffic = open.traffic();
    }
    report.atMost(
        "create %d files of 4 KiB: PUTs per file".formatted(files),
        traffic.count(Request.PUT) / (double) files,
        PUTS_PER_FILE_MAX,
        "%.0f files/s; %s".formatted(files / seconds, traffic));
    report.atMost(
        "the same: uploaded / data and metadata",
        traffic.bytesUp() / (double) batchBytes,
        UPLOADED_PER_WRITTEN_MAX,
        "data %.1f MB, keys and values written %.1f MB, left in the end %.1f MB: %.3f of those"
            .formatted(
                files * FILE_BYTES / 1e6,
                batchBytes / 1e6,
                liveBytes / 1e6,
                traffic.bytesUp() / (double) liveBytes));
  }

  private static long liveBytes(OpenFiles open) {
    long bytes = 0;
    try (Cursor cursor = open.keys().scan(FIRST_KEY, LAST_KEY)) {
      for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
        bytes += entry.key().length() + (long) entry.value().length();
      }
    }
    return bytes;
  }
}
