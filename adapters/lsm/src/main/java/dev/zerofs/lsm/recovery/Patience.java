package dev.zerofs.lsm.recovery;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.time.Clock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats requests that failed for the moment, with pauses that grow and have a random share, until
 * a deadline: for opening, when nothing has been promised yet. Safe for use by any number of
 * threads.
 */
public final class Patience {

  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

  private static final long PAUSE_MIN_NANOS = 50_000_000L;
  private static final long PAUSE_MAX_NANOS = 2_000_000_000L;

  private final Clock clock;
  private final RandomGenerator random;
  private final Driver driver;
  private final long deadlineNanos;

  /**
   * A patience that ends.
   *
   * @param timeoutNanos from now
   */
  public Patience(Clock clock, RandomGenerator random, Driver driver, long timeoutNanos) {
    this.clock = clock;
    this.random = random;
    this.driver = driver;
    this.deadlineNanos = clock.monotonicNanos() + timeoutNanos;
  }

  /**
   * The result of {@code request}, which may be called several times.
   *
   * @throws KeyValueException.Unavailable if the store could not be reached until the deadline
   * @throws KeyValueException.Unusable if it refuses
   */
  public <T> T get(Supplier<T> request) {
    long pause = PAUSE_MIN_NANOS;
    while (true) {
      try {
        return request.get();
      } catch (ObjectStoreException.Fatal | ObjectStoreException.OutOfSpace e) {
        throw new KeyValueException.Unusable("the store refuses: " + e.getMessage(), e);
      } catch (ObjectStoreException e) {
        if (clock.monotonicNanos() - deadlineNanos >= 0) {
          throw new KeyValueException.Unavailable(
              "the store cannot be reached: " + e.getMessage(), e);
        }
        LOG.info("tried again: {}", e.getMessage());
        pause(pause);
        pause = Math.min(PAUSE_MAX_NANOS, pause * 2);
      }
    }
  }

  /** Has {@code request} done, which may be called several times; fails as {@link #get}. */
  public void run(Runnable request) {
    var _ =
        get(
            () -> {
              request.run();
              return true;
            });
  }

  /** Lets about {@code nanos} pass. */
  public void pause(long nanos) {
    var _ = driver.await(() -> false, nanos / 2 + random.nextLong(nanos / 2 + 1));
  }
}
