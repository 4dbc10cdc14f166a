package dev.zerofs.lsm.flush;

import java.util.concurrent.atomic.AtomicLong;

/**
 * About how many bytes in the store have come to be of no use: the measure of whether a look for
 * them is worth its requests. Safe for use by any number of threads.
 */
public final class Garbage {

  private final AtomicLong bytes = new AtomicLong();

  /** More has come; a negative number counts as none. */
  public void add(long more) {
    if (more > 0) {
      bytes.addAndGet(more);
    }
  }

  /** Somebody has seen {@code seen} of it. */
  public void subtract(long seen) {
    bytes.addAndGet(-seen);
  }

  /** How much there is. */
  public long bytes() {
    return bytes.get();
  }
}
