package dev.zerofs.domain.check;

import java.util.List;

/**
 * What a check found.
 *
 * @param inodes how many inodes there are
 * @param names how many names there are
 * @param bytes the sum of the inodes' used bytes
 * @param problemCount how many problems there are
 * @param problems the first of them, one line each
 */
public record CheckReport(
    long inodes, long names, long bytes, long problemCount, List<String> problems) {
  /** Copies the list. */
  public CheckReport {
    problems = List.copyOf(problems);
  }

  /** Whether nothing is wrong. */
  public boolean isClean() {
    return problemCount == 0;
  }
}
