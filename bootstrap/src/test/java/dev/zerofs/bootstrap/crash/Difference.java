package dev.zerofs.bootstrap.crash;

import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeSet;

/** Tells a person what is wrong with what a lane has found. */
final class Difference {

  private static final int STEPS_MAX = 12;

  private Difference() {}

  /** How {@code found} differs from the state of {@code lane} that it is most like. */
  static String between(Lane lane, Line line, SortedMap<String, Seen> found) {
    int nearest = line.stableCount();
    String least = differences(lane.expected(nearest), found);
    for (int i = nearest + 1; i <= line.log().size(); i++) {
      String other = differences(lane.expected(i), found);
      if (other.length() < least.length()) {
        nearest = i;
        least = other;
      }
    }
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: %d of %d steps were stable, what is there is as after %s, nearest is %d:%n%s"
            .formatted(
                line.name(),
                line.stableCount(),
                line.log().size(),
                line.matching(),
                nearest,
                least));
    int from = Math.max(0, nearest - STEPS_MAX);
    int to = Math.min(line.log().size(), nearest + STEPS_MAX);
    for (int i = from; i < to; i++) {
      text.append("step %d: %s%n".formatted(i + 1, line.log().get(i)));
    }
    return text.toString();
  }

  private static String differences(
      SortedMap<String, Seen> expected, SortedMap<String, Seen> found) {
    StringBuilder text = new StringBuilder();
    TreeSet<String> paths = new TreeSet<>(expected.keySet());
    paths.addAll(found.keySet());
    for (String path : paths) {
      if (!Objects.equals(expected.get(path), found.get(path))) {
        text.append(
            "  %s: expected %s, found %s%n".formatted(path, expected.get(path), found.get(path)));
      }
    }
    return text.toString();
  }
}
