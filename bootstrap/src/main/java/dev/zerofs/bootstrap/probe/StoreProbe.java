package dev.zerofs.bootstrap.probe;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.objectstore.ObjectSummary;
import dev.zerofs.ports.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether a store can do what the engine relies on, by doing it: of two writers that
 * create one object at the same time exactly one succeeds; a range is read as the range it is; a
 * listing begins after the key that it was told and shows what has just been written.
 *
 * <p>Six requests in three round trips, on two objects of a few bytes below {@value #PREFIX}, which
 * are deleted at the end. Their names are random, so any number of servers can probe one store at
 * the same time. What a process that was killed left behind is removed by a later probe that comes
 * across it. Engines keep nothing below that prefix and look at nothing there.
 *
 * <p>Used by one thread.
 */
public final class StoreProbe {

  private static final Logger LOG = LoggerFactory.getLogger(StoreProbe.class);

  /** Below which the objects of probes are. */
  static final String PREFIX = "probe/";

  /** How long a store that fails in passing is asked again. */
  private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();

  private static final Duration PAUSE = Duration.ofMillis(100);

  /** Whatever is this much older than an object of ours belongs to a probe that was killed. */
  private static final long LEFTOVER_AGE_NANOS = Duration.ofHours(1).toNanos();

  private static final int DELETES_MAX = 3;
  private static final int LISTED_MAX = 100;
  private static final int RANGE_OFFSET = 3;
  private static final int RANGE_LENGTH = 10;

  private final ObjectStore store;
  private final Clock clock;
  private final RandomGenerator random;

  /**
   * A probe of {@code store}.
   *
   * @param random makes the names; those of two servers must not meet
   */
  public StoreProbe(ObjectStore store, Clock clock, RandomGenerator random) {
    this.store = store;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Probes the store, which is left as it was.
   *
   * @return what it can do, in one line
   * @throws UnsuitableStoreException if it cannot do something that is needed
   * @throws ObjectStoreException if it does not answer, or does not allow something
   */
  public String run() {
    long deadline = clock.monotonicNanos() + PATIENCE_NANOS;
    while (true) {
      ObjectStoreException failure;
      try {
        return attempt();
      } catch (ObjectStoreException.OutOfSpace e) {
        // A volume on a full store is opened so that somebody can delete something.
        return "no room to find out what it can do: " + e.getMessage();
      } catch (ObjectStoreException.Transient | ObjectStoreException.OutcomeUnknown e) {
        failure = e;
      }
      if (clock.monotonicNanos() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
        throw failure;
      }
      LOG.debug("the probe of {} is repeated", store.location(), failure);
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** One probe with names of its own. */
  private String attempt() {
    String id = PREFIX + "%016x%016x".formatted(random.nextLong(), random.nextLong());
    ObjectKey first = new ObjectKey(id + ".1");
    ObjectKey second = new ObjectKey(id + ".2");
    List<ObjectKey> garbage = new ArrayList<>(List.of(first, second));
    try {
      read(second, create(first, second), first, garbage);
      return "creates if absent, reads ranges, lists in order";
    } finally {
      remove(garbage);
    }
  }

  /**
   * Creates both objects, the second one by two writers at the same time.
   *
   * @return the body of the one that succeeded
   */
  private Bytes create(ObjectKey first, ObjectKey second) {
    List<Bytes> bodies =
        List.of(Bytes.utf8("the first of two writers"), Bytes.utf8("the other of two writers"));
    List<Boolean> created =
        Together.call(
            List.of(
                () -> isCreated(first, bodies.getFirst()),
                () -> isCreated(second, bodies.get(0)),
                () -> isCreated(second, bodies.get(1))));
    if (!created.get(0) || (!created.get(1) && !created.get(2))) {
      throw unsuitable("says of a name that nobody has used that it exists");
    }
    if (created.get(1) && created.get(2)) {
      throw unsuitable(
          "let two writers create the same object: it has no conditional writes"
              + " (\"create if absent\"), without which two servers would overwrite each other");
    }
    return created.get(1) ? bodies.get(0) : bodies.get(1);
  }

  private boolean isCreated(ObjectKey key, Bytes body) {
    try {
      store.putIfAbsent(key, body);
      return true;
    } catch (ObjectStoreException.PreconditionFailed _) {
      return false;
    }
  }

  private void read(ObjectKey key, Bytes body, ObjectKey before, List<ObjectKey> garbage) {
    List<Object> answers =
        Together.call(
            List.<Callable<Object>>of(
                () -> store.get(key, RANGE_OFFSET, RANGE_LENGTH),
                () -> store.list(PREFIX, before, LISTED_MAX)));
    if (!answers.get(0).equals(body.slice(RANGE_OFFSET, RANGE_LENGTH))) {
      throw unsuitable(
          "does not return the range of an object that was asked for, or lets whoever comes last"
              + " replace what somebody else has created");
    }
    List<ObjectSummary> listed = ((ObjectPage) answers.get(1)).objects();
    if (listed.isEmpty() || !listed.getFirst().key().equals(key)) {
      throw unsuitable(
          "does not list in the order of names from a given one on, or not what was just written");
    }
    long leftBefore = listed.getFirst().modifiedEpochNanos() - LEFTOVER_AGE_NANOS;
    listed.stream()
        .filter(object -> object.modifiedEpochNanos() < leftBefore)
        .forEach(object -> garbage.add(object.key()));
  }

  private UnsuitableStoreException unsuitable(String finding) {
    return new UnsuitableStoreException(
        store.location(), finding, "use another store, or a newer version of this one");
  }

  /** A store that does not let us delete is served all the same, and told of. */
  private void remove(List<ObjectKey> garbage) {
    for (int i = 0; i < DELETES_MAX; i++) {
      try {
        store.deleteAll(garbage);
        return;
      } catch (ObjectStoreException.Transient | ObjectStoreException.OutcomeUnknown e) {
        LOG.debug("cannot delete {}", garbage, e); // A later probe will, if no further try does.
      } catch (ObjectStoreException e) {
        LOG.warn("nothing can be deleted, so no space will come back: {}", e.getMessage());
        return;
      }
    }
  }
}
