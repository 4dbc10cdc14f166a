package dev.zerofs.lsm.fetch;

import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bound of reads that are under way: so many requests, and of those that somebody waits for so
 * many bytes. What nobody waits for yet has its own bytes, which its reader counts, and leaves an
 * eighth of the requests alone; and whoever is waited for goes first. Safe for use by any number of
 * threads.
 */
public final class InFlight {

  /** The share of the requests that is there for what somebody waits for. */
  private static final int URGENT_SHARE = 8;

  private final int requestsMax;
  private final long bytesMax;
  private final long aheadBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  private int requests; // guarded by lock
  private int urgentRequests; // among them; guarded by lock
  private long bytes; // of those; guarded by lock
  private int urgentWaiting; // guarded by lock

  /** A bound of what is under way alone: nothing is read ahead. */
  public InFlight(int requestsMax, long bytesMax) {
    this(requestsMax, bytesMax, 0);
  }

  /**
   * A bound.
   *
   * @param bytesMax how many bytes requests may be for that somebody waits for
   * @param aheadBytes how much memory there is for what nobody has asked for yet, on its way or
   *     here; 0 for none
   */
  public InFlight(int requestsMax, long bytesMax, long aheadBytes) {
    if (requestsMax < 1 || bytesMax < 1) {
      throw new IllegalArgumentException("at most " + requestsMax + " of " + bytesMax + " bytes");
    }
    this.requestsMax = requestsMax;
    this.bytesMax = bytesMax;
    this.aheadBytes = aheadBytes;
  }

  /** No bound to speak of. */
  static InFlight unbounded() {
    return new InFlight(Integer.MAX_VALUE, Long.MAX_VALUE);
  }

  /** The memory for what nobody has asked for yet; 0 for none. */
  long aheadBytes() {
    return aheadBytes;
  }

  /** How many requests may be under way that nobody waits for. */
  int aheadRequestsMax() {
    return requestsMax - requestsMax / URGENT_SHARE;
  }

  /** How many requests wait for their turn. */
  int waitingCount() {
    lock.lock();
    try {
      return lock.getWaitQueueLength(left);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a request may begin, for {@code leastBytes} or more; one that is over the bound
   * alone has its turn when there is no other.
   *
   * @param mostBytes how many bytes it would have
   * @param urgent whether somebody waits for it
   * @return how many bytes it may have
   * @throws KeyValueException.Closed if the thread was interrupted
   */
  long enter(long leastBytes, long mostBytes, boolean urgent) {
    lock.lock();
    try {
      long granted = urgent ? awaitUrgent(leastBytes, mostBytes) : awaitAhead(mostBytes);
      requests++;
      return granted;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyValueException.Closed("interrupted while waiting to read", e);
    } finally {
      lock.unlock();
    }
  }

  private long awaitUrgent(long leastBytes, long mostBytes) throws InterruptedException {
    urgentWaiting++;
    try {
      while (requests >= requestsMax || (urgentRequests > 0 && bytes + leastBytes > bytesMax)) {
        left.await();
      }
    } finally {
      urgentWaiting--;
    }
    long granted = Math.max(leastBytes, Math.min(mostBytes, bytesMax - bytes));
    urgentRequests++;
    bytes += granted;
    return granted;
  }

  private long awaitAhead(long mostBytes) throws InterruptedException {
    while (requests >= requestsMax
        || requests - urgentRequests >= aheadRequestsMax()
        || urgentWaiting > 0) {
      left.await();
    }
    return mostBytes;
  }

  /** A request that has entered has {@code bytes} fewer than it may have. */
  void giveBack(long bytes, boolean urgent) {
    lock.lock();
    try {
      if (urgent && bytes > 0) {
        this.bytes -= bytes;
        left.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A request that has entered is over; it had {@code bytes}. */
  void leave(long bytes, boolean urgent) {
    lock.lock();
    try {
      requests--;
      if (urgent) {
        urgentRequests--;
        this.bytes -= bytes;
      }
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
