package dev.zerofs.benchmarks.row;

import dev.zerofs.benchmarks.lab.Lab;
import dev.zerofs.benchmarks.lab.OpenFiles;
import dev.zerofs.benchmarks.lab.Place;
import dev.zerofs.benchmarks.lab.Report;

/** A tree of small files is read cold, when it is fresh and when it has been written over often. */
public final class ColdTree implements Workload {

  private static final int FILES = 5_000;
  private static final int FILES_SMALL = 1_000;
  private static final int TIMES_OVERWRITTEN = 10;
  private static final double GETS_PER_FILE_MAX = 400.0 / FILES;
  private static final double AGED_PER_FRESH_MAX = 2;

  private final boolean aged;

  /**
   * The workload.
   *
   * @param aged whether the tree is read once more after it was written over
   */
  public ColdTree(boolean aged) {
    this.aged = aged;
  }

  @Override
  public void run(Lab lab, Report report) {
    SourceTree tree = new SourceTree((int) lab.sized(FILES, FILES_SMALL), lab.option("seed", 1));
    Place place = Grace.shortened(lab.bucket("tree"));
    try (OpenFiles open = place.openFiles()) {
      tree.unpack(open.client());
    }
    SourceTree.Reading fresh = tree.readCold(place);
    report.atMost(
        "read a tree of %d files, %.0f MB, cold: GETs"
            .formatted(tree.fileCount(), tree.sizeBytes() / 1e6),
        (double) fresh.gets(),
        GETS_PER_FILE_MAX * tree.fileCount(),
        "%s; GETs by area %s".formatted(fresh.traffic(), fresh.traffic().getsByArea()));
    if (aged) {
      String work = age(place, tree);
      SourceTree.Reading old = tree.readCold(place);
      report.atMost(
          "the same when aged: GETs / fresh",
          old.gets() / (double) fresh.gets(),
          AGED_PER_FRESH_MAX,
          "%d GETs, %s; %s".formatted(old.gets(), old.traffic(), work));
    }
  }

  /** Beside every file that is written anew another one comes and goes. */
  private static String age(Place place, SourceTree tree) {
    int overwrites = TIMES_OVERWRITTEN * tree.fileCount();
    try (OpenFiles open = place.openFiles()) {
      SourceTree passing = new SourceTree(1, 99);
      for (int i = 0; i < overwrites; i++) {
        tree.overwriteSome(open.client());
        passing.comeAndGo(open.client());
      }
      var settled = open.settle(Grace.QUIET_SECONDS, Grace.TIMEOUT_SECONDS);
      return "%d overwrites, %s after %.0f s, stored %s"
          .formatted(
              overwrites,
              settled.quiet() ? "quiet" : "NOT QUIET",
              settled.seconds(),
              place.storedBytes());
    }
  }
}
