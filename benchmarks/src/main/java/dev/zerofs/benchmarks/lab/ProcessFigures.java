package dev.zerofs.benchmarks.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel counts for this process. */
public final class ProcessFigures {

  /** The index of the user's time after the process's name; the system's follows. */
  private static final int UTIME = 11;

  private static final int TICKS_PER_SECOND = 100;

  private ProcessFigures() {}

  /**
   * The processor time that all threads have used, in seconds, to a hundredth; says more than a
   * rate where others use the machine too.
   */
  public static double processorSeconds() {
    try {
      String fields = Files.readString(Path.of("/proc/self/stat"));
      String[] afterName = fields.substring(fields.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(afterName[UTIME]) + Long.parseLong(afterName[UTIME + 1]))
          / (double) TICKS_PER_SECOND;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The most resident memory so far, in bytes. */
  public static long residentBytesPeak() {
    return status("VmHWM:");
  }

  /** The resident memory, in bytes. */
  public static long residentBytes() {
    return status("VmRSS:");
  }

  private static long status(String field) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith(field)) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
