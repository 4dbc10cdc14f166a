package dev.zerofs.bootstrap.command;

import java.io.PrintWriter;
import java.util.function.Consumer;

/** Standard output, line by line, for as long as somebody reads it. For one thread. */
final class Lines implements Consumer<String> {

  /** Nobody reads any more: a pipe has been closed, which is no error. */
  static final class NobodyReads extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NobodyReads() {
      super("nobody reads standard output any more", null, false, false);
    }
  }

  private static final int UNCHECKED_MAX = 256;

  private final PrintWriter out;
  private int unchecked;

  Lines(PrintWriter out) {
    this.out = out;
  }

  /** Writes a line, at the latest with some that follow. */
  @Override
  public void accept(String line) {
    out.write(line);
    out.write('\n');
    unchecked++;
    if (unchecked >= UNCHECKED_MAX) {
      flush();
    }
  }

  /** Writes everything that is to be written. */
  void flush() {
    unchecked = 0;
    if (out.checkError()) {
      throw new NobodyReads();
    }
  }
}
