package dev.zerofs.nfs3.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * What all connections together may have under way. A connection sets aside what its next call may
 * need at most before it assembles it, and gives the rest back when it knows: nobody who holds a
 * part waits for more, so it cannot lock up. Safe for use by any number of threads.
 */
final class CallBudget {

  private final int maxCalls;
  private final long maxBytes;

  private int calls; // guarded by this
  private long bytes; // guarded by this
  private final Queue<Runnable> waiting = new ArrayDeque<>(); // guarded by this

  CallBudget(int maxCalls, long maxBytes) {
    this.maxCalls = maxCalls;
    this.maxBytes = maxBytes;
  }

  /**
   * Sets one call of {@code callBytes} aside, or returns false and runs {@code retry} once, on the
   * thread that gives something back, when it is worth trying again.
   */
  synchronized boolean tryAcquire(long callBytes, Runnable retry) {
    if (calls >= maxCalls || bytes + callBytes > maxBytes) {
      waiting.add(retry);
      return false;
    }
    calls++;
    bytes += callBytes;
    return true;
  }

  /** Gives back {@code callCount} calls that have ended, and bytes that are not needed any more. */
  void release(int callCount, long callBytes) {
    List<Runnable> retries;
    synchronized (this) {
      calls -= callCount;
      bytes -= callBytes;
      if (waiting.isEmpty()) {
        return;
      }
      retries = new ArrayList<>(waiting);
      waiting.clear();
    }
    retries.forEach(Runnable::run);
  }

  /** The number of calls that are set aside or under way. */
  synchronized int calls() {
    return calls;
  }

  /** The number of bytes that are set aside or under way. */
  synchronized long bytes() {
    return bytes;
  }
}
