package dev.zerofs.lsm.fetch;

import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The parts in memory and on their way, least recently used first out. Whoever {@linkplain #claim
 * claims} a part that is not there gets to fetch it; everybody else waits for that.
 *
 * <p>Plainly by recency: a part is of use for the short time in which its neighbours are read, and
 * what is used again and again is among the decoded frames. Safe for use by any number of threads.
 */
final class PartCache {

  /**
   * A part in memory or on its way.
   *
   * @param isClaimed whether the caller must complete it
   */
  record Part(PartKey key, CompletableFuture<Bytes> body, Thread claimant, boolean isClaimed) {

    /**
     * Whether this very thread is fetching it further down its stack: a pause between retries may
     * have set it to other work, as a simulation's does. To wait would be to wait for ever.
     */
    boolean isUnderWayHere() {
      return !isClaimed && !body.isDone() && claimant == Thread.currentThread();
    }
  }

  private static final class Slot {
    private final CompletableFuture<Bytes> body = new CompletableFuture<>();
    private final Thread claimant = Thread.currentThread();

    /** Whether it was fetched ahead and nobody has asked for it yet. */
    private boolean isAhead;
  }

  private final long budgetBytes;
  private final ReentrantLock lock = new ReentrantLock();

  /** In order of use; guarded by {@link #lock}. */
  private final Map<PartKey, Slot> parts = new LinkedHashMap<>(64, 0.75f, true);

  /** The bytes of all complete parts; guarded by {@link #lock}. */
  private long sizeBytes;

  /** How many parts were fetched ahead, or are about to be; guarded by {@link #lock}. */
  private int aheadCount;

  PartCache(long budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  /** The parts of {@code keys}; those marked as claimed must be completed by the caller. */
  List<Part> claim(Iterable<PartKey> keys) {
    List<Part> claims = new ArrayList<>();
    lock.lock();
    try {
      for (PartKey key : keys) {
        Slot known = parts.get(key);
        if (known == null) {
          Slot mine = new Slot();
          parts.put(key, mine);
          claims.add(new Part(key, mine.body, mine.claimant, true));
        } else {
          arrive(known);
          claims.add(new Part(key, known.body, known.claimant, false));
        }
      }
    } finally {
      lock.unlock();
    }
    return claims;
  }

  /**
   * Claims the parts of {@code keys} that are not there, for nobody has asked yet. Stops where more
   * than {@code countMax} such parts would be in memory together.
   */
  List<Part> claimAhead(Iterable<PartKey> keys, int countMax) {
    List<Part> claims = new ArrayList<>();
    lock.lock();
    try {
      for (PartKey key : keys) {
        if (aheadCount >= countMax) {
          break;
        }
        if (!parts.containsKey(key)) {
          Slot mine = new Slot();
          mine.isAhead = true;
          aheadCount++;
          parts.put(key, mine);
          claims.add(new Part(key, mine.body, mine.claimant, true));
        }
      }
    } finally {
      lock.unlock();
    }
    return claims;
  }

  /** Somebody asks for it, or it is gone: it is not ahead any more. Called with the lock. */
  private void arrive(Slot slot) {
    if (slot.isAhead) {
      slot.isAhead = false;
      aheadCount--;
    }
  }

  /** Keeps the body of a claimed part, and gives it to those who wait. */
  void complete(Part part, Bytes body) {
    lock.lock();
    try {
      sizeBytes += body.length();
      part.body().complete(body);
      evict();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a claimed part that could not be fetched; those who wait get {@code cause}. */
  void fail(Part part, Throwable cause) {
    lock.lock();
    try {
      // Only its claimant ends it, so that what is not done yet is the one in the map.
      Slot slot = part.body().isDone() ? null : parts.remove(part.key());
      if (slot != null) {
        arrive(slot);
      }
    } finally {
      lock.unlock();
    }
    part.body().completeExceptionally(cause);
  }

  /** Drops the parts of {@code keys} that are complete. */
  void forget(Iterable<PartKey> keys) {
    lock.lock();
    try {
      for (PartKey key : keys) {
        Slot slot = parts.get(key);
        if (slot != null && slot.body.state() == CompletableFuture.State.SUCCESS) {
          parts.remove(key);
          arrive(slot);
          sizeBytes -= slot.body.resultNow().length();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void evict() {
    Iterator<Slot> eldest = parts.values().iterator();
    while (sizeBytes > budgetBytes && eldest.hasNext()) {
      Slot slot = eldest.next();
      if (slot.body.state() == CompletableFuture.State.SUCCESS) {
        eldest.remove();
        arrive(slot);
        sizeBytes -= slot.body.resultNow().length();
      }
    }
  }
}
