package dev.zerofs.benchmarks.lab;

import dev.zerofs.benchmarks.store.CountingObjectStore;
import java.util.concurrent.TimeUnit;

/** Waiting for background work: it is over when the store has not been asked for a while. */
public final class Settling {

  private static final long LOOK_MILLIS = 100;

  /**
   * How the waiting ended.
   *
   * @param quiet whether it was quiet at the end
   * @param seconds how long it took until it was
   */
  public record Outcome(boolean quiet, double seconds) {}

  private Settling() {}

  static Outcome await(CountingObjectStore store, double quietSeconds, double timeoutSeconds) {
    long began = Lab.CLOCK.monotonicNanos();
    long lastChange = began;
    long seen = store.traffic().total();
    while (Lab.secondsSince(began) < timeoutSeconds) {
      pause();
      long now = store.traffic().total();
      if (now != seen || store.isBusy()) {
        seen = now;
        lastChange = Lab.CLOCK.monotonicNanos();
      } else if (Lab.secondsSince(lastChange) >= quietSeconds) {
        return new Outcome(true, (lastChange - began) / 1e9);
      }
    }
    return new Outcome(false, timeoutSeconds);
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
