package dev.zerofs.benchmarks.row;

import dev.zerofs.benchmarks.lab.Place;

/** How long background work may take where a workload waits for it. */
final class Grace {

  /** Giving space back waits for this in the workloads that wait for it. */
  private static final String SHORT = "1s";

  /** So long without a request, and the engine has nothing left to do. */
  static final double QUIET_SECONDS = 8;

  static final double TIMEOUT_SECONDS = 900;

  private Grace() {}

  /** {@code place}, where neither readers nor deletions that are few hold up what is dead. */
  static Place shortened(Place place) {
    return place.with("reclaim.grace", SHORT).with("memtable.age", SHORT);
  }
}
