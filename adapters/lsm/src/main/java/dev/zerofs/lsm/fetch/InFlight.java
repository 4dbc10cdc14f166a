package dev.zerofs.lsm.fetch;

import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bound of reads that are under way: so many requests and so many bytes. What nobody waits for
 * yet gets at most half of the requests and three quarters of the bytes, so that it never holds up
 * what somebody waits for. Safe for use by any number of threads.
 */
public final class InFlight {

  private final int requestsMax;
  private final long bytesMax;
  private final long aheadBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  private int requests; // guarded by lock
  private long bytes; // guarded by lock
  private int requestsPeak; // guarded by lock

  /** A bound of what is under way alone. */
  public InFlight(int requestsMax, long bytesMax) {
    this(requestsMax, bytesMax, 0);
  }

  /**
   * A bound.
   *
   * @param aheadBytes how much memory there is for what was fetched ahead and nobody has asked for
   *     yet; 0 if that is a share of a cache
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

  /** The memory for what was fetched ahead, 0 if none was set aside. */
  long aheadBytes() {
    return aheadBytes;
  }

  /** The most requests that have been under way at once. */
  public int requestsPeak() {
    lock.lock();
    try {
      return requestsPeak;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a request for {@code length} bytes may begin; one that is over the bound alone has
   * its turn when there is no other.
   *
   * @param urgent whether somebody waits for it
   * @throws KeyValueException.Closed if the thread was interrupted
   */
  void enter(long length, boolean urgent) {
    int requestsBound = urgent ? requestsMax : Math.max(1, requestsMax / 2);
    long bytesBound = urgent ? bytesMax : bytesMax / 4 * 3;
    lock.lock();
    try {
      while (requests > 0 && (requests >= requestsBound || bytes + length > bytesBound)) {
        left.await();
      }
      requests++;
      bytes += length;
      requestsPeak = Math.max(requestsPeak, requests);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyValueException.Closed("interrupted while waiting to read", e);
    } finally {
      lock.unlock();
    }
  }

  /** A request that has entered is over. */
  void leave(long length) {
    lock.lock();
    try {
      requests--;
      bytes -= length;
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
