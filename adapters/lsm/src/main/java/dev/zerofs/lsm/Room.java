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
  private volatile long roomBytes = Long.MAX_VALUE;
  private volatile long seenNanos;

  Room(ObjectStore store, Clock clock, Backlog backlog) {
    this.store = store;
    this.clock = clock;
    this.backlog = backlog;
    this.seenNanos = clock.monotonicNanos() - SEEN_NANOS;
  }

  /** Whether {@code bytes} more would not find room. */
  boolean isShortOf(long bytes) {
    long now = clock.monotonicNanos();
    if (now - seenNanos >= SEEN_NANOS) {
      seenNanos = now;
      look();
    }
    return roomBytes - backlog.bytes() < bytes;
  }

  private void look() {
    try {
      OptionalLong told = store.roomBytes();
      roomBytes = told.isPresent() ? told.getAsLong() : Long.MAX_VALUE;
    } catch (ObjectStoreException e) {
      LOG.debug("what room the store has is not known", e);
    }
  }
}
