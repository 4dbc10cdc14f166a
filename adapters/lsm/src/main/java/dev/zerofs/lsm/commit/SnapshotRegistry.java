package dev.zerofs.lsm.commit;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Who reads: at which positions, and since when.
 *
 * <p>A version of a key that a newer one replaces is kept only while a position between the two is
 * registered. A reader registers the newest visible position under the lock, and a writer asks
 * after it has made its batch visible: so either the writer sees the reader, or the reader sees the
 * batch.
 *
 * <p>Every reader has a ticket, and tickets ascend. What the tree of one moment does not refer to
 * may still be referred to by readers with tickets from before; when those have ended, nobody reads
 * it any more.
 */
public final class SnapshotRegistry {

  private final ReentrantLock lock = new ReentrantLock();

  /** How often each position is registered; guarded by {@link #lock}. */
  private final TreeMap<Long, Integer> counts = new TreeMap<>();

  /** The tickets of those who read, the oldest first; guarded by {@link #lock}. */
  private final Set<Long> tickets = new LinkedHashSet<>();

  private long nextTicket; // guarded by lock

  /**
   * A reader.
   *
   * @param position where it reads, or {@link #ELSEWHERE}
   * @param ticket its number
   */
  public record Reading(long position, long ticket) {

    /** The position of one who reads a checkpoint, which nothing is kept for in the tree. */
    private static final long ELSEWHERE = -1;
  }

  /** Registers a reader at the newest visible position. */
  public Reading open(LongSupplier visible) {
    lock.lock();
    try {
      long position = visible.getAsLong();
      counts.merge(position, 1, Integer::sum);
      return new Reading(position, takeTicket());
    } finally {
      lock.unlock();
    }
  }

  /** Registers a reader of a checkpoint. */
  public Reading openElsewhere() {
    lock.lock();
    try {
      return new Reading(Reading.ELSEWHERE, takeTicket());
    } finally {
      lock.unlock();
    }
  }

  private long takeTicket() {
    long ticket = nextTicket++;
    tickets.add(ticket);
    return ticket;
  }

  /** Ends {@code reading}, once. */
  public void close(Reading reading) {
    lock.lock();
    try {
      tickets.remove(reading.ticket());
      if (reading.position() != Reading.ELSEWHERE) {
        counts.computeIfPresent(reading.position(), (_, count) -> count == 1 ? null : count - 1);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The ticket that the next reader will have. */
  public long nextTicket() {
    lock.lock();
    try {
      return nextTicket;
    } finally {
      lock.unlock();
    }
  }

  /** Whether every reader with a ticket before {@code ticket} has ended. */
  public boolean haveAllEndedBefore(long ticket) {
    lock.lock();
    try {
      return tickets.isEmpty() || tickets.iterator().next() >= ticket;
    } finally {
      lock.unlock();
    }
  }

  /** Every position that is registered, ascending. */
  public List<Long> positions() {
    lock.lock();
    try {
      return List.copyOf(counts.keySet());
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is one at or after {@code from} and before {@code to}. */
  public boolean anyBetween(long from, long to) {
    lock.lock();
    try {
      Long next = counts.ceilingKey(from);
      return next != null && next < to;
    } finally {
      lock.unlock();
    }
  }
}
