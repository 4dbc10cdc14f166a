package dev.zerofs.benchmarks.row;

import dev.zerofs.benchmarks.lab.ChildJvm;
import dev.zerofs.benchmarks.lab.Contents;
import dev.zerofs.benchmarks.lab.FileClient;
import dev.zerofs.benchmarks.lab.Lab;
import dev.zerofs.benchmarks.lab.OpenFiles;
import dev.zerofs.benchmarks.lab.Place;
import dev.zerofs.benchmarks.lab.Report;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.keyvalue.CommitPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server with a million files is killed while clients write, and started again: how long until it
 * takes connections, the start of its JVM included. Option: {@code files} (thousands).
 */
public final class KilledServer implements Workload {

  private static final int THOUSAND = 1000;
  private static final int FILE_BYTES = 512;
  private static final int TAIL_FILES = 3000;
  private static final int STARTS = 3;

  @Override
  public void run(Lab lab, Report report) {
    long thousands = lab.option("files", lab.sized(1000, 50));
    Place place = lab.bucket("killed");
    double fillSeconds = fill(place, thousands);
    List<String> starts = new ArrayList<>();
    double worst = 0;
    for (int i = 0; i < STARTS; i++) {
      killedWhileWriting(lab, i);
      long began = Lab.CLOCK.monotonicNanos();
      try (ChildJvm server = server(place)) {
        var _ = server.awaitLine(line -> line.startsWith("serving "));
        double seconds = Lab.secondsSince(began);
        worst = Math.max(worst, seconds);
        starts.add("%.2f".formatted(seconds));
      }
    }
    report.figure(
        "SIGKILL to serving again, %d files: seconds".formatted(thousands * THOUSAND),
        worst,
        "starts %s s; filled in %.0f s; stored %s"
            .formatted(starts, fillSeconds, place.storedBytes()));
    place.delete();
  }

  private static double fill(Place place, long thousands) {
    long began = Lab.CLOCK.monotonicNanos();
    try (OpenFiles open = place.openFiles()) {
      FileClient client = open.client();
      for (long i = 0; i < thousands; i++) {
        FileId directory = client.makeDirectory(client.root(), "d" + i);
        for (int j = 0; j < THOUSAND; j++) {
          FileId file = client.create(directory, "f" + j);
          var _ = client.write(file, 0, Contents.of(j, FILE_BYTES));
        }
      }
    }
    return Lab.secondsSince(began);
  }

  /** What a kill leaves is what this process does not close: a journal that is to be replayed. */
  private static void killedWhileWriting(Lab lab, int time) {
    List<String> arguments =
        List.of(
            FileWriter.NAME,
            "--directory",
            lab.directory().toString(),
            "--results",
            lab.directory().resolve("writer-results").toString(),
            "--option",
            "time=" + time);
    try (ChildJvm writer =
        ChildJvm.start(List.of("-Xmx512m"), "dev.zerofs.benchmarks.EngineBenchmark", arguments)) {
      var _ = writer.awaitLine(line -> Integer.parseInt(line) >= TAIL_FILES);
    }
  }

  private static ChildJvm server(Place place) {
    Path file = place.root().resolve("zerofs.properties");
    StringBuilder lines = new StringBuilder("nfs.listen = 127.0.0.1:0\n");
    place
        .options()
        .forEach((key, value) -> lines.append(key).append(" = ").append(value).append('\n'));
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

  /** Creates files and waits for each, until it is killed. */
  public static final class FileWriter implements Workload {

    /** The name of this workload on a command line. */
    public static final String NAME = "file-writer";

    @Override
    public void run(Lab lab, Report report) {
      try (OpenFiles open = lab.bucket("killed").openFiles()) {
        FileClient client = open.client();
        FileId directory = client.makeDirectory(client.root(), "t" + lab.option("time", 0));
        for (int i = 1; true; i++) {
          FileId file = client.create(directory, "f" + i);
          CommitPosition position = client.write(file, 0, Contents.of(i, FILE_BYTES));
          client.await(position);
          System.out.println(i);
        }
      }
    }
  }
}
