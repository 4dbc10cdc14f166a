package dev.zerofs.lsm.commit;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.segment.LoggedSegment;
import dev.zerofs.lsm.segment.SegmentLog;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this writer still is the volume's, as of a moment not long ago.
 *
 * <p>Every segment that this writer creates says so, as of the moment the request began. Without
 * one for longer than the interval, whoever wants to answer a client asks the store first: a new
 * writer would have put a fence at the first missing segment. A store that cannot be reached
 * answers neither way; then the server goes on and says so, and asks again after the interval. Safe
 * for use by any number of threads.
 */
public final class Ownership {

  private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

  /** How often the store is asked before it counts as away. */
  private static final int ATTEMPTS = 4;

  /** A store that takes so long to fail is not asked again. */
  private static final long ATTEMPTS_NANOS = 1_000_000_000L;

  private final SegmentLog log;
  private final long epoch;
  private final long incarnation;
  private final Clock clock;
  private final Fate fate;
  private final long intervalNanos;
  private final AtomicLong confirmedNanos;

  /** Held over a probe, so that any number of callers cause one; never together with another. */
  private final ReentrantLock probing = new ReentrantLock();

  /**
   * The ownership of a writer that has just claimed its epoch.
   *
   * @param intervalNanos how long a confirmation lasts
   */
  public Ownership(
      SegmentLog log, long epoch, long incarnation, Clock clock, Fate fate, long intervalNanos) {
    this.log = log;
    this.epoch = epoch;
    this.incarnation = incarnation;
    this.clock = clock;
    this.fate = fate;
    this.intervalNanos = intervalNanos;
    this.confirmedNanos = new AtomicLong(clock.monotonicNanos());
  }

  /** The writer still owned the volume at {@code nanos} on the monotonic clock. */
  void confirmedAt(long nanos) {
    confirmedNanos.accumulateAndGet(nanos, (a, b) -> b - a > 0 ? b : a);
  }

  /**
   * Returns when the last confirmation is fresh, or the store cannot be asked.
   *
   * @param nextId tells the first segment not known to be in the store
   * @throws dev.zerofs.ports.keyvalue.KeyValueException.Replaced if another writer has taken over
   */
  public void confirm(LongSupplier nextId) {
    fate.check();
    if (isFresh()) {
      return;
    }
    probing.lock();
    try {
      if (!isFresh()) {
        probe(nextId);
      }
    } finally {
      probing.unlock();
    }
    fate.check();
  }

  /**
   * Asks the store, however fresh the last confirmation is: what was read was not as expected, and
   * a new writer may have given space back that this one still refers to.
   *
   * @throws KeyValueException.Replaced if another writer has taken over
   * @throws KeyValueException.Unavailable if the store does not answer: then nobody knows what it
   *     means that something is missing
   */
  public void recheck(LongSupplier nextId) {
    probing.lock();
    try {
      ask(nextId);
    } catch (ObjectStoreException e) {
      throw new KeyValueException.Unavailable(
          "whether this server still owns the volume is not known: " + e.getMessage(), e);
    } finally {
      probing.unlock();
    }
    fate.check();
  }

  /** Whether the last confirmation is fresh. */
  public boolean isFresh() {
    return clock.monotonicNanos() - confirmedNanos.get() <= intervalNanos;
  }

  /** In an outage the server goes on; one request that fails is none. */
  private void probe(LongSupplier nextId) {
    long begun = clock.monotonicNanos();
    for (int attempt = 1; ; attempt++) {
      try {
        ask(nextId);
        return;
      } catch (ObjectStoreException e) {
        if (attempt == ATTEMPTS || clock.monotonicNanos() - begun > ATTEMPTS_NANOS) {
          LOG.warn("whether this server still owns the volume is not known: {}", e.getMessage());
          confirmedAt(begun);
          return;
        }
      }
    }
  }

  private void ask(LongSupplier nextId) {
    long begun = clock.monotonicNanos();
    long id = nextId.getAsLong();
    LoggedSegment found = owner(id);
    while (found != null && !found.isFence() && found.incarnation() == incarnation) {
      found = owner(++id);
    }
    if (found == null) {
      confirmedAt(begun);
    } else {
      fate.replaced("epoch " + found.fencedBy() + " has closed this writer's log");
    }
  }

  private @Nullable LoggedSegment owner(long id) {
    SegmentId segment = new SegmentId(epoch, id);
    return log.exists(segment) ? log.owner(segment) : null;
  }
}
