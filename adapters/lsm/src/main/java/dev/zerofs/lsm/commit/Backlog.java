package dev.zerofs.lsm.commit;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes are in memory because they are not yet in the store. */
public final class Backlog {

  private final AtomicLong bytes = new AtomicLong();

  /** More has come. */
  public void add(long more) {
    bytes.addAndGet(more);
  }

  /** Some has gone. */
  public void remove(long fewer) {
    if (fewer != 0) {
      bytes.addAndGet(-fewer);
    }
  }

  /** How many there are. */
  public long bytes() {
    return bytes.get();
  }
}
