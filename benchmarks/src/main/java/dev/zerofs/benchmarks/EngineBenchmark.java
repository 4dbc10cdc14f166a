package dev.zerofs.benchmarks;

import dev.zerofs.benchmarks.lab.Lab;
import dev.zerofs.benchmarks.lab.Report;
import dev.zerofs.benchmarks.rocks.BesideRocks;
import dev.zerofs.benchmarks.row.ColdTree;
import dev.zerofs.benchmarks.row.HugeManifest;
import dev.zerofs.benchmarks.row.KilledServer;
import dev.zerofs.benchmarks.row.LargeDelete;
import dev.zerofs.benchmarks.row.LocalWrites;
import dev.zerofs.benchmarks.row.ManyKeys;
import dev.zerofs.benchmarks.row.ManySmallFiles;
import dev.zerofs.benchmarks.row.RandomOverwrites;
import dev.zerofs.benchmarks.row.SequentialFile;
import dev.zerofs.benchmarks.row.SlowStore;
import dev.zerofs.benchmarks.row.SmallSyncs;
import dev.zerofs.benchmarks.row.StoreOutage;
import dev.zerofs.benchmarks.row.SyncingWriter;
import dev.zerofs.benchmarks.row.Workload;
import dev.zerofs.benchmarks.stream.StoreStreams;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs one workload: {@code NAME --directory DIR --results FILE [--small] [--option
 * NAME=VALUE]...}.
 */
public final class EngineBenchmark {

  private static final Map<String, Supplier<Workload>> WORKLOADS = workloads();

  private EngineBenchmark() {}

  /** Runs the workload that the command line names. */
  public static void main(String[] arguments) {
    Supplier<Workload> workload = arguments.length == 0 ? null : WORKLOADS.get(arguments[0]);
    if (workload == null) {
      System.err.println("expected one of " + WORKLOADS.keySet());
      System.exit(2);
      return;
    }
    Map<String, String> flags = new HashMap<>();
    Map<String, String> options = new HashMap<>();
    for (int i = 1; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--small" -> flags.put("--small", "");
        case "--option" -> {
          String[] option = arguments[++i].split("=", 2);
          options.put(option[0], option[1]);
        }
        default -> flags.put(arguments[i], arguments[++i]);
      }
    }
    Path directory = Path.of(required(flags, "--directory")).toAbsolutePath();
    Report report = new Report(Path.of(required(flags, "--results")));
    workload.get().run(new Lab(directory, flags.containsKey("--small"), options), report);
    System.exit(0);
  }

  private static String required(Map<String, String> flags, String name) {
    String value = flags.get(name);
    if (value == null) {
      throw new IllegalArgumentException("expected " + name);
    }
    return value;
  }

  private static Map<String, Supplier<Workload>> workloads() {
    Map<String, Supplier<Workload>> all = new LinkedHashMap<>();
    all.put("sequential", SequentialFile::new);
    all.put("overwrite", RandomOverwrites::new);
    all.put("create", ManySmallFiles::new);
    all.put("delete", LargeDelete::new);
    all.put("tree", () -> new ColdTree(false));
    all.put("aged-tree", () -> new ColdTree(true));
    all.put("keys", () -> new ManyKeys(false));
    all.put("aged-keys", () -> new ManyKeys(true));
    all.put("manifest", HugeManifest::new);
    all.put("local-writes", LocalWrites::new);
    all.put("rocks", BesideRocks::new);
    all.put("slow-store", SlowStore::new);
    all.put("syncs", SmallSyncs::new);
    all.put("outage", StoreOutage::new);
    all.put("killed", KilledServer::new);
    all.put("streams", StoreStreams::new);
    all.put(KilledServer.FileWriter.NAME, KilledServer.FileWriter::new);
    all.put(SyncingWriter.NAME, SyncingWriter::new);
    return all;
  }
}
