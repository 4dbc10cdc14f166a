package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.compaction.CompactionStep;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How often what matters has happened in simulated processes: a seldom path proves nothing. */
final class SimCoverage {

  /** The rarest of what is asked for comes once in about fifty seeds or schedules. */
  private static final int RUNS_MIN = 300;

  /** What a run must reach. */
  static final Set<String> DANGERS =
      Set.of(
          "flush puts pack",
          "reclaim puts pack",
          "reclaim reads pack", // a value is moved again
          "reclaim deletes pack",
          "reclaim deletes segment",
          "reclaim deletes table",
          "reclaim deletes manifest",
          "values moved",
          "values outdated while they were moved",
          "range tombstones dropped",
          "segments pinned among others gone",
          "two merges at once",
          "dead objects kept for a snapshot");

  /** What a run with a journal must reach. */
  static final Set<String> JOURNAL_DANGERS =
      Set.of("journal written unasked", "journal waits for bucket");

  /** What comes once in some hundred seeds. */
  static final Set<String> RARE = Set.of("lookups repeated because of a flush");

  static final int RARE_RUNS_MIN = 4000;

  private static final Logger LOG = LoggerFactory.getLogger(SimCoverage.class);

  private final Map<String, Long> counts = new TreeMap<>();

  void add(String what, long count) {
    counts.merge(what, count, Long::sum);
  }

  long of(String what) {
    return counts.getOrDefault(what, 0L);
  }

  /** A step has done a piece of work. */
  void stepped(SimProcess process) {
    long merges =
        process.driver().steps().stream()
            .filter(step -> step instanceof CompactionStep merge && !merge.isIdle())
            .count();
    if (merges >= 2) {
      add("two merges at once", 1);
    }
    add("pieces of work", 1);
  }

  /** Nothing is due in the process. */
  void rested(SimProcess process) {
    boolean noGrace = process.options().reclaim().graceNanos() == 0;
    if (noGrace && process.figures().getOrDefault("reclaim.condemned-objects", 0L) > 0) {
      add("dead objects kept for a snapshot", 1);
    }
  }

  /** The process has ended, one way or another. */
  void ended(SimProcess process) {
    Map<String, Long> figures = process.figures();
    add("values moved", figures.getOrDefault("reclaim.moved-values", 0L));
    add(
        "values outdated while they were moved",
        figures.getOrDefault("reclaim.outdated-values", 0L));
    add(
        "lookups repeated because of a flush",
        figures.getOrDefault("reclaim.repeated-lookups", 0L));
    add("journal written unasked", figures.getOrDefault("journal.relieved-groups", 0L));
    add("journal waits for bucket", figures.getOrDefault("journal.waits-for-bucket", 0L));
    add("surveys", figures.getOrDefault("reclaim.surveys", 0L));
    add("requests", process.view().counts().requests());
    add("lives", 1);
  }

  /** Checks that all of {@code dangers} were met, in a run of enough seeds. */
  void requireAll(int runs, Set<String> dangers) {
    LOG.info("{} runs: {}", runs, counts);
    if (runs >= RUNS_MIN && System.getProperty("zerofs.seed", "").isEmpty()) {
      for (String danger : dangers) {
        assertTrue(of(danger) > 0, () -> "never met: " + danger + "; met " + counts);
      }
    }
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
