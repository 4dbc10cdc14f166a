package dev.zerofs.domain.check;

import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Collects problems: counts them all, keeps the first ones. For one thread. */
final class Problems {
  private final int keptMax;
  private final List<Problem> kept = new ArrayList<>();
  private long count;

  Problems(int keptMax) {
    this.keptMax = keptMax;
  }

  /** Adds a problem of the volume as a whole. */
  void add(String text) {
    add(new Problem(Problem.NOBODY, null, text));
  }

  /** Adds a problem of an inode. */
  void add(long inode, String text) {
    add(new Problem(inode, null, text));
  }

  /** Adds a problem of a name in a directory. */
  void add(long directory, Bytes name, String text) {
    add(new Problem(directory, name, text));
  }

  private void add(Problem problem) {
    count++;
    if (kept.size() < keptMax) {
      kept.add(problem);
    }
  }

  /** Adds a problem of the volume unless {@code found} is {@code expected}. */
  void expect(String what, long expected, long found) {
    expect(Problem.NOBODY, what, expected, found);
  }

  /** Adds a problem of an inode unless {@code found} is {@code expected}. */
  void expect(long inode, String what, long expected, long found) {
    if (found != expected) {
      add(inode, what + ": " + found + " found, " + expected + " expected");
    }
  }

  long count() {
    return count;
  }

  /** Those that were kept, in words, with paths where they are known. */
  List<String> described(Paths paths) {
    List<Long> inodes = kept.stream().map(Problem::inode).toList();
    paths.find(inodes);
    return kept.stream().map(problem -> described(problem, paths)).toList();
  }

  private static String described(Problem problem, Paths paths) {
    if (problem.inode() == Problem.NOBODY) {
      return problem.text();
    }
    Bytes name = problem.name();
    String path = name == null ? paths.of(problem.inode()) : paths.of(problem.inode(), name);
    return path + ": " + problem.text();
  }
}
