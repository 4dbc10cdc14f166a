package dev.zerofs.benchmarks.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Where figures go: a file with a line per figure, which becomes the table, and standard output for
 * whoever watches. Fields are separated by tabs: row, figure, mark, verdict, details.
 */
public final class Report {

  private static final String NO_MARK = "-";

  private final Path file;

  /** Appends to {@code file}. */
  public Report(Path file) {
    this.file = file;
  }

  /** A figure that should be at most {@code mark}. */
  public void atMost(String row, double figure, double mark, String details) {
    add(row, number(figure), "<= " + number(mark), verdict(figure <= mark), details);
  }

  /** A figure that should be at least {@code mark}. */
  public void atLeast(String row, double figure, double mark, String details) {
    add(row, number(figure), ">= " + number(mark), verdict(figure >= mark), details);
  }

  /** A figure that nobody has set a mark for. */
  public void figure(String row, double figure, String details) {
    add(row, number(figure), NO_MARK, NO_MARK, details);
  }

  /** One whose verdict is not a comparison of two numbers. */
  public void verdict(String row, String figure, String mark, boolean reached, String details) {
    add(row, figure, mark, verdict(reached), details);
  }

  private static String verdict(boolean reached) {
    return reached ? "reached" : "BELOW";
  }

  /** As many decimals as say something. */
  private static String number(double value) {
    if (value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.3f" : "%.1f", value);
  }

  private void add(String row, String figure, String mark, String verdict, String details) {
    String line = String.join("\t", row, figure, mark, verdict, details.replace('\t', ' '));
    System.out.println(line.replace("\t", " | "));
    try {
      Files.writeString(
          file,
          line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
