package dev.zerofs.benchmarks.row;

import dev.zerofs.benchmarks.lab.Clients;
import dev.zerofs.benchmarks.lab.Contents;
import dev.zerofs.benchmarks.lab.FileClient;
import dev.zerofs.benchmarks.lab.Lab;
import dev.zerofs.benchmarks.lab.OpenFiles;
import dev.zerofs.benchmarks.lab.Place;
import dev.zerofs.benchmarks.lab.ProcessFigures;
import dev.zerofs.benchmarks.lab.Report;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Status;
import dev.zerofs.ports.filesystem.Written;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.objectstore.FaultyObjectStore;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Four clients write and wait, two read what is cached, and the store goes away for a minute.
 * Options: {@code seconds} of the outage, {@code durability}.
 */
public final class StoreOutage implements Workload {

  private static final int WRITERS = 4;
  private static final int READERS = 2;
  private static final int CHUNK_BYTES = 64 << 10;
  private static final int CHUNKS = 256;
  private static final long RETRY_MILLIS = 100;
  private static final double RESIDENT_MAX = 1.25;
  private static final double MIB = 1 << 20;

  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong writes = new AtomicLong();
  private final AtomicLong delays = new AtomicLong();

  @Override
  public void run(Lab lab, Report report) {
    double outage = lab.option("seconds", lab.sized(60, 15));
    double around = lab.sized(30, 15);
    String durability = lab.option("durability", "journal");
    AtomicReference<FaultyObjectStore> line = new AtomicReference<>();
    Place place =
        lab.bucket("outage")
            .with("durability", durability)
            .behind(
                store -> {
                  var faulty = new FaultyObjectStore(store, 0);
                  line.set(faulty);
                  return faulty;
                });
    try (OpenFiles open = place.openFiles()) {
      FileId[] files = files(open.client());
      FaultyObjectStore store = Objects.requireNonNull(line.get());
      Phase before = phase(open, files, around);
      store.goDown();
      Phase during = phase(open, files, outage);
      store.comeUp();
      long began = Lab.CLOCK.monotonicNanos();
      drain(open);
      double drained = Lab.secondsSince(began);
      Phase after = phase(open, files, around);
      String row = "store away for %.0f s, %s".formatted(outage, durability);
      String details =
          "before %s; during %s; after %s; all in the bucket %.1f s after it came back"
              .formatted(before, during, after, drained);
      report.atMost(
          row + ": resident memory during / before",
          during.residentMebibytes / before.residentMebibytes,
          RESIDENT_MAX,
          details);
      report.atMost(
          row + ": resident memory after / before",
          after.residentMebibytes / before.residentMebibytes,
          RESIDENT_MAX,
          "");
      report.atLeast(row + ": cached reads per second during it", during.readsPerSecond, 1, "");
    }
    place.delete();
  }

  /** Waits until everything that was written is in the bucket. */
  private static void drain(OpenFiles open) {
    try (Snapshot now = open.opened().keys().snapshot()) {
      open.opened().keys().syncToBackingStore(now.position());
    }
  }

  /** What happened in a while. */
  private record Phase(
      double readsPerSecond, double writesPerSecond, long delays, double residentMebibytes) {

    @Override
    public String toString() {
      return "%.0f reads/s, %.1f writes/s, %d told to come again, %.0f MiB resident"
          .formatted(readsPerSecond, writesPerSecond, delays, residentMebibytes);
    }
  }

  private Phase phase(OpenFiles open, FileId[] files, double seconds) {
    long readsBefore = reads.get();
    long writesBefore = writes.get();
    long delaysBefore = delays.get();
    Clients.run(
        WRITERS + READERS,
        seconds,
        (who, round) -> {
          if (who < WRITERS) {
            write(open, files[who], round);
          } else {
            read(open.client(), files[WRITERS], round);
          }
        });
    return new Phase(
        (reads.get() - readsBefore) / seconds,
        (writes.get() - writesBefore) / seconds,
        delays.get() - delaysBefore,
        ProcessFigures.residentBytes() / MIB);
  }

  /** Comes again later when asked to, as a kernel's client does. */
  private void write(OpenFiles open, FileId file, long round) throws InterruptedException {
    long chunk = Contents.mix(round) >>> 1;
    Bytes content = Contents.of(round, CHUNK_BYTES);
    Result<Written> result =
        open.volume().write(Caller.ROOT, file, chunk % CHUNKS * CHUNK_BYTES, content);
    switch (result) {
      case Result.Done<Written> done -> {
        open.client().await(done.position());
        writes.incrementAndGet();
      }
      case Result.Refused<Written> refused when refused.status() == Status.DELAY -> {
        delays.incrementAndGet();
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      }
      case Result.Refused<Written> refused ->
          throw new IllegalStateException("refused: " + refused);
    }
  }

  private void read(FileClient client, FileId file, long round) {
    long chunk = new SplittableRandom(round).nextLong(CHUNKS);
    Contents.require(
        client.read(file, chunk * CHUNK_BYTES, CHUNK_BYTES), chunk, CHUNK_BYTES, "chunk " + chunk);
    reads.incrementAndGet();
  }

  /** One for each writer, and one that is read. */
  private static FileId[] files(FileClient client) {
    FileId[] files = new FileId[WRITERS + 1];
    for (int i = 0; i <= WRITERS; i++) {
      files[i] = client.create(client.root(), "f" + i);
      for (int chunk = 0; chunk < CHUNKS; chunk++) {
        client.await(
            client.write(files[i], (long) chunk * CHUNK_BYTES, Contents.of(chunk, CHUNK_BYTES)));
      }
    }
    return files;
  }
}
