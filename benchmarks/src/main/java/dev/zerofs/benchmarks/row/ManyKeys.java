package dev.zerofs.benchmarks.row;

import dev.zerofs.benchmarks.lab.HeapWatch;
import dev.zerofs.benchmarks.lab.Lab;
import dev.zerofs.benchmarks.lab.OpenKeys;
import dev.zerofs.benchmarks.lab.Place;
import dev.zerofs.benchmarks.lab.Report;
import dev.zerofs.benchmarks.lab.Settling;
import dev.zerofs.benchmarks.store.Traffic;

/**
 * Very many small keys: what point reads and opening cost. The disk cache is too small to matter,
 * so that every request is seen.
 */
public final class ManyKeys implements Workload {

  private static final double GETS_PER_GET_MAX = 1.1;
  private static final double OPEN_SECONDS_MAX = 2;
  private static final long OPEN_REQUESTS_MAX = 20;
  private static final long OPEN_KILLED_REQUESTS_MAX = 100;
  private static final double AGED_PER_FRESH_MAX = 2;
  private static final int TIMES_OVERWRITTEN = 10;
  private static final int CONSULTED_MAX = 8;

  /** Fewer per get are none: everything was in memory. */
  private static final double REQUESTS_SEEN = 0.01;

  private final boolean aged;

  /**
   * The workload; option {@code keys} says how many, in millions.
   *
   * @param aged whether point reads are measured once more after the keys were written over
   */
  public ManyKeys(boolean aged) {
    this.aged = aged;
  }

  @Override
  public void run(Lab lab, Report report) {
    long count = lab.small() ? 200_000 : lab.option("keys", 1) * 1_000_000;
    String name = "%.1f M keys".formatted(count / 1e6);
    SmallKeys keys = new SmallKeys(count);
    Place place = Grace.shortened(lab.bucket("keys").with("cache.size", "16MiB"));
    if (aged) {
      // Were the caches about as large as a fresh volume, the ratio would tell how nearly.
      place.with("cache.memory", "8MiB").with("cache.size", "1");
    }
    try (HeapWatch heap = new HeapWatch()) {
      String load = load(place, keys, 1);
      SmallKeys.Gets fresh = cleanOpen(place, keys, name, report, load);
      consulted(place, keys, name, report);
      if (aged) {
        age(place, keys, name, report, fresh);
      } else {
        afterKill(lab, place, "bucket", name, report);
        afterKill(lab, place, "journal", name, report);
      }
      double part = heap.heldPeakBytes() / (double) Runtime.getRuntime().maxMemory();
      report.atMost(name + ": heap held / -Xmx", part, 1, heap.toString());
    }
  }

  private static String load(Place place, SmallKeys keys, int times) {
    long began = Lab.CLOCK.monotonicNanos();
    try (OpenKeys open = place.openKeys()) {
      for (int i = 0; i < times; i++) {
        keys.writeAll(open.keys());
      }
      double seconds = Lab.secondsSince(began);
      Settling.Outcome settled = open.settle(Grace.QUIET_SECONDS, Grace.TIMEOUT_SECONDS);
      return "%.0f MB of keys and values %d times in %.0f s, %s after %.0f s more, %s"
          .formatted(
              keys.sizeBytes() / 1e6,
              times,
              seconds,
              settled.quiet() ? "quiet" : "NOT QUIET",
              settled.seconds(),
              open.traffic());
    }
  }

  private static SmallKeys.Gets cleanOpen(
      Place place, SmallKeys keys, String name, Report report, String load) {
    place.dropCache();
    try (OpenKeys open = place.openKeys()) {
      Traffic opening = open.traffic();
      report.atMost(
          name + ": open after a clean stop, seconds",
          open.openSeconds(),
          OPEN_SECONDS_MAX,
          "in a JVM that has opened it before; " + load);
      report.atMost(
          name + ": open after a clean stop, requests",
          (double) opening.total(),
          OPEN_REQUESTS_MAX,
          opening.toString());
      SmallKeys.Gets gets = keys.gets(open, 1);
      report.atMost(
          name + ": GETs per point get, indices warm",
          gets.requests(),
          GETS_PER_GET_MAX,
          gets.toString());
      return gets;
    }
  }

  private static void consulted(Place place, SmallKeys keys, String name, Report report) {
    RunsConsulted consulted = keys.consulted(place);
    report.atMost(
        name + ": runs consulted by a point get, worst",
        consulted.worst(),
        CONSULTED_MAX,
        consulted.toString());
  }

  private static void afterKill(
      Lab lab, Place place, String durability, String name, Report report) {
    place.with("durability", durability);
    String killed = SyncingWriter.killAfterSyncs(lab, durability);
    try (OpenKeys open = place.openKeys()) {
      Traffic opening = open.traffic();
      report.atMost(
          "%s: open after kill -9 under small syncs (%s), requests".formatted(name, durability),
          (double) opening.total(),
          OPEN_KILLED_REQUESTS_MAX,
          "%.2f s; %s; %s".formatted(open.openSeconds(), opening, killed));
    }
  }

  private static void age(
      Place place, SmallKeys keys, String name, Report report, SmallKeys.Gets fresh) {
    String load = load(place, keys, TIMES_OVERWRITTEN);
    place.dropCache();
    try (OpenKeys open = place.openKeys()) {
      Traffic opening = open.traffic();
      SmallKeys.Gets gets = keys.gets(open, 2);
      report.atMost(
          name + ", aged: GETs per point get / fresh",
          Math.max(gets.requests(), REQUESTS_SEEN) / Math.max(fresh.requests(), REQUESTS_SEEN),
          AGED_PER_FRESH_MAX,
          "%s; opened in %.2f s with %d requests; stored %s; %s"
              .formatted(gets, open.openSeconds(), opening.total(), place.storedBytes(), load));
    }
    consulted(place, keys, name + ", aged", report);
  }
}
