package dev.zerofs.benchmarks.row;

import dev.zerofs.benchmarks.lab.ChildJvm;
import dev.zerofs.benchmarks.lab.Contents;
import dev.zerofs.benchmarks.lab.Lab;
import dev.zerofs.benchmarks.lab.OpenKeys;
import dev.zerofs.benchmarks.lab.Place;
import dev.zerofs.benchmarks.lab.Report;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.WriteBatch;
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
    List<String> arguments =
        List.of(
            NAME,
            "--directory",
            lab.directory().toString(),
            "--results",
            lab.directory().resolve("writer-results").toString(),
            "--option",
            DURABILITY + "=" + durability);
    try (ChildJvm writer =
        ChildJvm.start(List.of("-Xmx256m"), "dev.zerofs.benchmarks.EngineBenchmark", arguments)) {
      String syncs = writer.awaitLine(line -> Integer.parseInt(line) >= SYNCS);
      return "killed after " + syncs + " syncs of 100 bytes";
    }
  }
}
