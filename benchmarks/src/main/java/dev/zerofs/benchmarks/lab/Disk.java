package dev.zerofs.benchmarks.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The block device that a directory is on. It counts what everybody writes there, so the directory
 * should be on one of its own. What a process is said to have written ({@code write_bytes} of
 * {@code /proc/self/io}) is of no use: it counts a whole folio, which may be a megabyte, for every
 * page in it that becomes dirty.
 */
public final class Disk {

  private static final int SECTOR_BYTES = 512;

  /** Which number of a device's statistics says how many sectors were written. */
  private static final int SECTORS_WRITTEN = 6;

  private final Path directory;
  private final Path statistics;

  /** The device of {@code directory}, which exists. */
  public Disk(Path directory) {
    this.directory = directory;
    try {
      long device = (long) Files.getAttribute(directory, "unix:dev");
      long major = (device >> 8) & 0xfff;
      long minor = (device & 0xff) | ((device >> 12) & 0xfff00);
      statistics = Path.of("/sys/dev/block/" + major + ":" + minor + "/stat");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the kernel tells what is written to it. */
  public boolean isCounted() {
    return Files.isReadable(statistics);
  }

  /** How many bytes have been written to it, after everything that was written has got there. */
  public long bytesWritten() {
    try {
      int status =
          new ProcessBuilder("sync", "-f", directory.toString()).inheritIO().start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("sync ended with status " + status);
      }
      String[] numbers = Files.readString(statistics).strip().split(" +");
      return Long.parseLong(numbers[SECTORS_WRITTEN]) * SECTOR_BYTES;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public String toString() {
    return statistics.toString();
  }
}
