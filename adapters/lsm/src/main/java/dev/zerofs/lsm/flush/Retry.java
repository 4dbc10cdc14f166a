package dev.zerofs.lsm.flush;

import java.util.random.RandomGenerator;

/** Pauses between tries that grow and have a random share. For one thread at a time. */
public final class Retry {

  private static final long PAUSE_MIN_NANOS = 100_000_000L;
  private static final long PAUSE_MAX_NANOS = 10_000_000_000L;

  private final RandomGenerator random;
  private int failures;

  /** No failure yet. */
  public Retry(RandomGenerator random) {
    this.random = random;
  }

  /** How long to rest after one more failure. */
  public long failed() {
    long pause = Math.min(PAUSE_MAX_NANOS, PAUSE_MIN_NANOS << Math.min(failures, 10));
    failures++;
    return pause / 2 + random.nextLong(pause / 2 + 1);
  }

  /** Begins with short pauses again. */
  public void succeeded() {
    failures = 0;
  }
}
