package dev.zerofs.domain.space;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A total with a limit: growth is reserved before it happens, so that no two callers can pass the
 * limit together.
 *
 * <p>Safe for use by any number of threads.
 */
final class Quota {
  private final long limit;
  private final AtomicLong total;

  /** A quota of {@code limit}, or none if that is 0. */
  Quota(long limit, long total) {
    this.limit = limit == 0 ? Long.MAX_VALUE : limit;
    this.total = new AtomicLong(total);
  }

  /** Adds {@code amount}, if it is positive, unless that passes the limit. */
  boolean reserve(long amount) {
    if (amount <= 0) {
      return true;
    }
    for (; ; ) {
      long now = total.get();
      if (now > limit - amount) {
        return false;
      }
      if (total.compareAndSet(now, now + amount)) {
        return true;
      }
    }
  }

  /** Takes back a reservation that came to nothing. */
  void cancel(long amount) {
    if (amount > 0) {
      total.addAndGet(-amount);
    }
  }

  /** Completes a change: what was freed counts from now on. */
  void settle(long amount) {
    if (amount < 0) {
      total.addAndGet(amount);
    }
  }

  long total() {
    return total.get();
  }
}
