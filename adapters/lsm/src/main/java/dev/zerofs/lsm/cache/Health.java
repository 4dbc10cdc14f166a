package dev.zerofs.lsm.cache;

import dev.zerofs.ports.time.Clock;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the cache's disk is to be used. Says once that it fails, gives it up for a while when it
 * goes on failing, and says when it works again. Safe for use by any number of threads.
 */
final class Health {

  private static final Logger LOG = LoggerFactory.getLogger(Health.class);

  /** So many failures in a row, and the cache is done without. */
  private static final int FAILURES_MAX = 3;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long OFF_MIN_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long OFF_MAX_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Path directory;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private int failures; // in a row; guarded by lock
  private boolean off; // guarded by lock
  private int offCount; // how often in a row; guarded by lock
  private long restUntilNanos; // guarded by lock
  private boolean told; // guarded by lock
  private boolean damageTold; // guarded by lock

  Health(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
    this.restUntilNanos = clock.monotonicNanos();
  }

  /** Whether the disk has been given up for a while. */
  boolean isOff() {
    lock.lock();
    try {
      return off;
    } finally {
      lock.unlock();
    }
  }

  /** How long to leave the disk alone; 0 or less if it may be used. */
  long restNanos() {
    lock.lock();
    try {
      return restUntilNanos - clock.monotonicNanos();
    } finally {
      lock.unlock();
    }
  }

  /** The time for another try has come: one more failure, and the disk is given up for longer. */
  void tryAgain() {
    lock.lock();
    try {
      off = false;
      failures = FAILURES_MAX - 1;
    } finally {
      lock.unlock();
    }
  }

  void succeeded() {
    lock.lock();
    try {
      failures = 0;
      offCount = 0;
      if (told) {
        told = false;
        LOG.info("the disk cache in {} works again", directory);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The disk refused something. */
  void failed(Exception cause) {
    lock.lock();
    try {
      failures++;
      if (off) {
        return;
      }
      off = failures >= FAILURES_MAX;
      rest(off ? Math.min(OFF_MAX_NANOS, OFF_MIN_NANOS << Math.min(offCount++, 10)) : PAUSE_NANOS);
      if (!told) {
        told = true;
        LOG.warn(
            "the disk cache in {} fails: reads cost more requests meanwhile", directory, cause);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Another process has the directory. */
  void busy() {
    lock.lock();
    try {
      rest(OFF_MIN_NANOS);
      if (!told) {
        told = true;
        LOG.warn(
            "the disk cache in {} is in use by another process: this one does without it",
            directory);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Something read does not match its checksum. */
  void damaged(Place place) {
    lock.lock();
    try {
      if (!damageTold) {
        damageTold = true;
        LOG.warn(
            "{} does not match its checksum at {}: it is fetched from the store again",
            place.slab().path(),
            place.offset());
      }
    } finally {
      lock.unlock();
    }
  }

  private void rest(long nanos) {
    restUntilNanos = clock.monotonicNanos() + nanos;
  }
}
