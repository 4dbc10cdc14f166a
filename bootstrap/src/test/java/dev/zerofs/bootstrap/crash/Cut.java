package dev.zerofs.bootstrap.crash;

import java.util.List;

/**
 * Finds one moment in which all lanes can have been where they were found: if a call has survived,
 * then so has every call that was answered before it was sent, whoever made them.
 */
final class Cut {

  private Cut() {}

  /**
   * How many steps of each line have survived at least, the least that fits.
   *
   * @throws AssertionError if nothing fits
   */
  static int[] through(List<Line> lines) {
    int[] counts = new int[lines.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = survived(lines.get(i), lines.get(i).stableCount(), "were stable");
    }
    boolean isMoving = true;
    while (isMoving) {
      isMoving = false;
      long newest = newestSent(lines, counts);
      for (int i = 0; i < counts.length; i++) {
        int needed = lines.get(i).answeredBefore(newest);
        if (needed > counts[i]) {
          counts[i] = survived(lines.get(i), needed, "were answered before what survived was sent");
          isMoving = true;
        }
      }
    }
    return counts;
  }

  private static long newestSent(List<Line> lines, int[] counts) {
    long newest = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        newest = Math.max(newest, lines.get(i).log().get(counts[i] - 1).sentTick());
      }
    }
    return newest;
  }

  private static int survived(Line line, int needed, String why) {
    int count = line.matchFrom(needed);
    if (count < 0) {
      throw new AssertionError(
          "%s: %d of %d steps %s; what is there is as after %s"
              .formatted(line.name(), needed, line.log().size(), why, line.matching()));
    }
    return count;
  }
}
