package dev.zerofs.lsm.fetch;

import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.time.Clock;
import java.util.random.RandomGenerator;

/**
 * Ranged GETs with patience: the one place where the failures of a read are retried or given their
 * meaning. Safe for use by any number of threads.
 */
public final class StoreReader {

  private final ObjectStore store;
  private final ObjectNames names;
  private final ReadPatience patience;
  private final Clock clock;
  private final Pause pause;
  private final RandomGenerator random;
  private final InFlight inFlight;

  /** A reader that may have any number of requests under way. */
  public StoreReader(
      ObjectStore store,
      ObjectNames names,
      ReadPatience patience,
      Clock clock,
      Pause pause,
      RandomGenerator random) {
    this(store, names, patience, clock, pause, random, InFlight.unbounded());
  }

  /**
   * A reader of one volume's objects.
   *
   * @param random for jitter; safe for use by any number of threads
   * @param inFlight how much may be under way
   */
  public StoreReader(
      ObjectStore store,
      ObjectNames names,
      ReadPatience patience,
      Clock clock,
      Pause pause,
      RandomGenerator random,
      InFlight inFlight) {
    this.store = store;
    this.names = names;
    this.patience = patience;
    this.clock = clock;
    this.pause = pause;
    this.random = random;
    this.inFlight = inFlight;
  }

  /** The memory that is set aside for what was read ahead; 0 for none. */
  long aheadBytes() {
    return inFlight.aheadBytes();
  }

  /** The name of {@code object}. */
  public ObjectKey nameOf(StoredObject object) {
    return names.of(object);
  }

  /**
   * The bytes of {@code object} from {@code offset} on: {@code length} of them, or fewer if it ends
   * before.
   *
   * @throws KeyValueException.Corrupt if there is no such object: something refers to it
   * @throws KeyValueException.Unavailable if the store does not answer in time
   * @throws KeyValueException.Closed if the thread was interrupted
   */
  public Bytes read(StoredObject object, long offset, int length) {
    return read(object, offset, length, true);
  }

  /** As {@link #read(StoredObject, long, int)}, for somebody to come: what is urgent goes first. */
  Bytes readAhead(StoredObject object, long offset, int length) {
    return read(object, offset, length, false);
  }

  private Bytes read(StoredObject object, long offset, int length, boolean urgent) {
    ObjectKey key = names.of(object);
    long startNanos = clock.monotonicNanos();
    long backoffNanos = patience.backoffMinNanos();
    while (true) {
      try {
        return request(key, offset, length, urgent);
      } catch (ObjectStoreException.NotFound e) {
        throw new KeyValueException.Corrupt(key + " is missing, but referred to", e);
      } catch (ObjectStoreException.Transient | ObjectStoreException.OutcomeUnknown e) {
        requireMoreTime(key, startNanos, e);
      } catch (ObjectStoreException e) {
        throw new KeyValueException.Unavailable(key + " cannot be read: " + e.getMessage(), e);
      }
      pause(key, backoffNanos);
      backoffNanos = Math.min(2 * backoffNanos, patience.backoffMaxNanos());
    }
  }

  /** Only a request counts as under way, not the pauses between two. */
  private Bytes request(ObjectKey key, long offset, int length, boolean urgent) {
    inFlight.enter(length, urgent);
    try {
      return store.get(key, offset, length);
    } finally {
      inFlight.leave(length);
    }
  }

  private void requireMoreTime(ObjectKey key, long startNanos, ObjectStoreException cause) {
    if (Thread.currentThread().isInterrupted()) {
      throw new KeyValueException.Closed("interrupted while reading " + key, cause);
    }
    if (clock.monotonicNanos() - startNanos >= patience.deadlineNanos()) {
      throw new KeyValueException.Unavailable(
          key + " could not be read in time: " + cause.getMessage(), cause);
    }
  }

  private void pause(ObjectKey key, long backoffNanos) {
    try {
      // Full jitter around the mean, so that those who failed together do not return together.
      pause.pause(1 + random.nextLong(2 * backoffNanos));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyValueException.Closed("interrupted while reading " + key, e);
    }
  }
}
