package dev.zerofs.lsm.read;

import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs fetches that nobody waits for, so many at once; more are dropped, and whatever goes wrong
 * with one is the business of whoever reads. Safe for use by any number of threads.
 */
public final class ReadAhead {

  /** Drops everything. */
  static final ReadAhead NONE = new ReadAhead(0, _ -> {});

  private static final Logger LOG = LoggerFactory.getLogger(ReadAhead.class);

  private final Semaphore places;
  private final Consumer<Runnable> spawner;

  /**
   * Fetches ahead.
   *
   * @param countMax how many fetches may be under way
   * @param spawner runs a task beside its caller
   */
  public ReadAhead(int countMax, Consumer<Runnable> spawner) {
    this.places = new Semaphore(countMax);
    this.spawner = spawner;
  }

  /** Runs {@code fetch} beside the caller, or drops it. */
  void run(Runnable fetch) {
    if (places.tryAcquire()) {
      spawner.accept(
          () -> {
            try {
              fetch.run();
            } catch (KeyValueException e) {
              LOG.debug("reading ahead failed", e);
            } finally {
              places.release();
            }
          });
    }
  }
}
