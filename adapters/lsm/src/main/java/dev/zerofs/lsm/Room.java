package dev.zerofs.lsm;

import dev.zerofs.lsm.commit.Backlog;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.time.Clock;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the store has room for a change, with all that is not yet uploaded. What is accepted must
 * find its place there: a log that cannot go on holds up every delete behind it. Safe for use by
 * any number of threads.
 */
final class Room {

  private static final Logger LOG = LoggerFactory.getLogger(Room.class);

  /** How long an answer of the store counts. */
  private static final long SEEN_NANOS = 100_000_000L;

  private final ObjectStore store;
  private final Clock clock;
  private final Backlog backlog;

  private final Object lock = new Object();
  private long roomBytes = Long.MAX_VALUE; // beside what waited when it was seen; guarded by lock
  private long seenNanos; // guarded by lock
  private long acceptedBytes; // since then; guarded by lock
  private long acceptedBefore; // between that and the look before; guarded by lock

  Room(ObjectStore store, Clock clock, Backlog backlog) {
    this.store = store;
    this.clock = clock;
    this.backlog = backlog;
    this.seenNanos = clock.monotonicNanos() - SEEN_NANOS;
  }

  /**
   * Counts a change of {@code bytes}, unless there is no room for it. What was accepted a moment
   * before a look may be neither in the store nor among what waits: it counts until the next one.
   *
   * @return whether there is room
   */
  boolean tryAccept(long bytes) {
    synchronized (lock) {
      long now = clock.monotonicNanos();
      if (now - seenNanos >= SEEN_NANOS) {
        acceptedBefore = now - seenNanos < 2 * SEEN_NANOS ? acceptedBytes : 0;
        acceptedBytes = 0;
        seenNanos = now;
        look();
      }
      if (roomBytes - acceptedBefore - acceptedBytes < bytes) {
        return false;
      }
      acceptedBytes += bytes;
      return true;
    }
  }

  private void look() {
    try {
      OptionalLong told = store.roomBytes();
      roomBytes = told.isPresent() ? told.getAsLong() - backlog.bytes() : Long.MAX_VALUE;
    } catch (ObjectStoreException e) {
      LOG.debug("what room the store has is not known", e);
    }
  }
}
