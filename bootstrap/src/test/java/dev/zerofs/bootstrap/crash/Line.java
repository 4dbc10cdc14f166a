package dev.zerofs.bootstrap.crash;

import java.util.List;

/**
 * A lane's log beside what was found after a crash.
 *
 * @param name for people
 * @param log what it did
 * @param stableCount how many steps must have survived
 * @param matching after how many steps the lane's names looked as they do now, in order
 */
record Line(String name, List<Entry> log, int stableCount, List<Integer> matching) {

  Line {
    log = List.copyOf(log);
    matching = List.copyOf(matching);
  }

  /** The first match of {@code count} steps or more; -1 if there is none. */
  int matchFrom(int count) {
    return matching.stream()
        .mapToInt(match -> match)
        .filter(m -> m >= count)
        .findFirst()
        .orElse(-1);
  }

  /**
   * Whether the last step alone is in doubt: the names look as before or after it, and if at least
   * {@code count} steps have survived, they did not look so at any earlier time.
   */
  boolean isAtEnd(int count) {
    return matching.stream().filter(m -> m >= count).allMatch(m -> m >= log.size() - 1);
  }

  /** How many steps were answered before {@code tick}: lanes make one call after the other. */
  int answeredBefore(long tick) {
    int count = 0;
    while (count < log.size() && log.get(count).answeredTick() < tick) {
      count++;
    }
    return count;
  }
}
