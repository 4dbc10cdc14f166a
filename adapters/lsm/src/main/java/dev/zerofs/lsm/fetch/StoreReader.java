package dev.zerofs.lsm.fetch;

import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.time.Clock;
import java.util.List;
import java.util.function.Function;
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

  /** The memory for what nobody has asked for yet, on its way or here; 0 for none. */
  long aheadBytes() {
    return inFlight.aheadBytes();
  }

  /** How many requests may be under way that nobody waits for. */
  int aheadRequestsMax() {
    return inFlight.aheadRequestsMax();
  }

  /** The name of {@code object}. */
  public ObjectKey nameOf(StoredObject object) {
    return names.of(object);
  }

  /**
   * Leave to make a request.
   *
   * @param bytes for how many bytes at most
   * @param urgent whether somebody waits for them
   */
  record Turn(long bytes, boolean urgent) {}

  /**
   * Waits until a request may begin, which one is then to be decided: for what {@link #read(
   * StoredObject, long, int, int, Turn) is read} then, or {@linkplain #pass for nothing}.
   *
   * @param leastBytes how many bytes are of use
   * @param mostBytes how many bytes are wanted
   * @param urgent whether somebody waits for them; they go before others
   * @throws KeyValueException.Closed if the thread was interrupted
   */
  Turn await(int leastBytes, int mostBytes, boolean urgent) {
    return new Turn(inFlight.enter(leastBytes, mostBytes, urgent), urgent);
  }

  /** Gives back what is over {@code bytes}. */
  Turn only(long bytes, Turn turn) {
    inFlight.giveBack(turn.bytes() - bytes, turn.urgent());
    return new Turn(bytes, turn.urgent());
  }

  /** Makes no request. */
  void pass(Turn turn) {
    inFlight.leave(turn.bytes(), turn.urgent());
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
    return read(object, await(length, length, true), key -> store.get(key, offset, length));
  }

  /**
   * As {@link #read(StoredObject, long, int)}, in pieces that can be let go of one by one.
   *
   * @param pieceBytes the length of every piece but the last
   * @param turn for those of the bytes that have no memory yet; over when this returns
   */
  List<Bytes> read(StoredObject object, long offset, int length, int pieceBytes, Turn turn) {
    return read(object, turn, key -> store.getPieces(key, offset, length, pieceBytes));
  }

  /** Only a request counts as under way, not the pauses between two. */
  private <T> T read(StoredObject object, Turn first, Function<ObjectKey, T> request) {
    ObjectKey key = names.of(object);
    long startNanos = clock.monotonicNanos();
    long backoffNanos = patience.backoffMinNanos();
    Turn turn = first;
    while (true) {
      try {
        return request.apply(key);
      } catch (ObjectStoreException.NotFound e) {
        throw new KeyValueException.Corrupt(key + " is missing, but referred to", e);
      } catch (ObjectStoreException.Transient | ObjectStoreException.OutcomeUnknown e) {
        requireMoreTime(key, startNanos, e);
      } catch (ObjectStoreException e) {
        throw new KeyValueException.Unavailable(key + " cannot be read: " + e.getMessage(), e);
      } finally {
        pass(turn);
      }
      pause(key, backoffNanos);
      backoffNanos = Math.min(2 * backoffNanos, patience.backoffMaxNanos());
      turn = await((int) first.bytes(), (int) first.bytes(), first.urgent());
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
