package dev.zerofs.domain.check;

import java.util.ArrayList;
import java.util.List;

/** Collects problems: counts them all, keeps the first ones. For one thread. */
final class Problems {
  private final int keptMax;
  private final List<String> kept = new ArrayList<>();
  private long count;

  Problems(int keptMax) {
    this.keptMax = keptMax;
  }

  void add(String problem) {
    count++;
    if (kept.size() < keptMax) {
      kept.add(problem);
    }
  }

  /** Adds a problem unless {@code found} is {@code expected}. */
  void expect(String what, long expected, long found) {
    if (found != expected) {
      add(what + ": " + found + " found, " + expected + " expected");
    }
  }

  long count() {
    return count;
  }

  List<String> kept() {
    return kept;
  }
}
