package dev.zerofs.lsm.fetch;

/** How a thread waits before it tries again; tests let no time pass. */
@FunctionalInterface
public interface Pause {

  /** Waits for {@code nanos} nanoseconds. */
  void pause(long nanos) throws InterruptedException;
}
