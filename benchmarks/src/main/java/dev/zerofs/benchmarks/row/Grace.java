package dev.zerofs.benchmarks.row;

import dev.zerofs.benchmarks.lab.Place;

/** How long background work may take where a workload waits for it. */
final class Grace {

  /** Deleting waits for this in the workloads that wait for deletion. */
  private static final String SHORT = "1s";

  /** So long without a request, and the engine has nothing left to do. */
  static final double QUIET_SECONDS = 8;

  static final double TIMEOUT_SECONDS = 900;

  private Grace() {}

  /** {@code place}, where dead objects are deleted after a second instead of an hour. */
  static Place shortened(Place place) {
    return place.with("reclaim.grace", SHORT);
  }
}
