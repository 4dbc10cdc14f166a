package dev.zerofs.bootstrap.crash;

/** What a run of the harness has seen. For one thread. */
final class CrashReport {

  private final String durability;
  int kills;
  int killsWhileStarting;
  int stops;
  int checks;
  long steps;
  long compared;
  long races;
  int repeated;
  int carriedOutLater;
  long rolledBack;

  CrashReport(String durability) {
    this.durability = durability;
  }

  /** The titles of {@link #row}. */
  static String titles() {
    return "%-10s %6s %9s %6s %6s %11s %10s %7s %9s %8s %11s %7s"
        .formatted(
            "durability",
            "kills",
            "starting",
            "stops",
            "fscks",
            "operations",
            "compared",
            "races",
            "repeated",
            "carried",
            "rolled-back",
            "losses");
  }

  /** The figures; a loss has ended the run before. */
  String row() {
    return "%-10s %6d %9d %6d %6d %11d %10d %7d %9d %8d %11d %7d"
        .formatted(
            durability,
            kills,
            killsWhileStarting,
            stops,
            checks,
            steps,
            compared,
            races,
            repeated,
            carriedOutLater,
            rolledBack,
            0);
  }
}
