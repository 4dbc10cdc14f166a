package dev.zerofs.benchmarks.row;

import dev.zerofs.benchmarks.lab.Contents;
import dev.zerofs.benchmarks.lab.Lab;
import dev.zerofs.benchmarks.lab.OpenKeys;
import dev.zerofs.benchmarks.lab.Place;
import dev.zerofs.benchmarks.lab.Report;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.WriteBatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that writes small batches into the volume of {@link ManyKeys} and waits for each, until
 * it is killed.
 */
public final class SyncingWriter implements Workload {

  /** The name of this workload on a command line. */
  public static final String NAME = "syncing-writer";

  private static final String DURABILITY = "durability";
  private static final int SYNCS = 500;

  /** Beside the keys of {@link SmallKeys}, in a place of its own. */
  private static Bytes key(int number) {
    return Bytes.utf8("synced-" + number % 1000);
  }

  @Override
  public void run(Lab lab, Report report) {
    Place place =
        lab.bucket("keys")
            .with("cache.size", "16MiB")
            .with(DURABILITY, lab.option(DURABILITY, "bucket"));
    try (OpenKeys open = place.openKeys()) {
      for (int i = 1; true; i++) {
        WriteBatch batch = new WriteBatch().put(key(i), Contents.of(i, 100));
        open.keys().admit(batch.sizeBytes());
        CommitPosition position = open.keys().write(batch);
        open.keys().sync(position);
        System.out.println(i);
      }
    }
  }

  /** Starts one, lets it do some hundred syncs, and kills it in the middle of the next. */
  static String killAfterSyncs(Lab lab, String durability) {
    Process writer = start(lab, durability);
    int syncs = 0;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      while (line != null && syncs < SYNCS) {
        syncs = Integer.parseInt(line);
        line = out.readLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      kill(writer);
    }
    if (syncs < SYNCS) {
      throw new IllegalStateException("the writer ended after " + syncs + " syncs");
    }
    return "killed after " + syncs + " syncs of 100 bytes";
  }

  private static Process start(Lab lab, String durability) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.zerofs.benchmarks.EngineBenchmark",
            NAME,
            "--directory",
            lab.directory().toString(),
            "--results",
            lab.directory().resolve("writer-results").toString(),
            "--option",
            DURABILITY + "=" + durability);
    try {
      return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void kill(Process writer) {
    try {
      var _ = writer.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
