package dev.zerofs.bootstrap.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Finds what somebody meant who wrote a name that does not exist. */
final class Spelling {

  private Spelling() {}

  /** "; did you mean …?" with the nearest of {@code names}, or "" if none is near. */
  static String suggestion(String wrong, Collection<String> names) {
    int near = Math.max(2, wrong.length() / 3);
    return names.stream()
        .sorted()
        .min(Comparator.comparingInt(name -> distance(wrong, name)))
        .filter(name -> distance(wrong, name) <= near)
        .map(name -> "; did you mean " + name + "?")
        .orElse("");
  }

  /** Levenshtein's distance: the fewest insertions, deletions and replacements of a character. */
  static int distance(String from, String to) {
    int[] row = IntStream.rangeClosed(0, to.length()).toArray();
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
