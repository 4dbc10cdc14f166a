package dev.zerofs.lsm.fetch;

import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The parts in memory, on their way, and queued until a request may go for them.
 *
 * <p>A part that is asked for and not there is queued, and everybody who asks for it takes care of
 * it: whoever gets a request first takes it out of the queue, together with its queued neighbours,
 * and the others wait for that. So the longer parts wait because all requests are busy, the larger
 * the stretches become that are fetched in one go.
 *
 * <p>Parts that were wished for are queued too, before anybody asks for them. They have memory of
 * their own, from the wish until a reader has asked for them and they are there; if none does,
 * until that memory is wanted and they were not wished for again for a while.
 *
 * <p>Other parts are kept plainly by recency: a part is of use for the short time in which its
 * neighbours are read, and what is used again and again is among the decoded frames. Safe for use
 * by any number of threads.
 */
final class PartCache {

  /** What was not among so many wishes, the last ones, is not expected to be read any more. */
  private static final int WISHES_REMEMBERED = 16;

  /** What is to be done for a part. */
  enum Standing {
    /** Nobody else knows of it: it is the caller's to {@link #complete} or to {@link #enqueue}. */
    NEW,
    /** It is queued, and the caller's to {@link #take}, unless somebody does before. */
    QUEUED,
    /** It is there, or somebody else's to bring. */
    OTHERS
  }

  /**
   * A part that was asked for, or taken out of the queue to be fetched.
   *
   * @param isWished whether it takes memory of those wished for
   */
  record Part(
      PartKey key,
      CompletableFuture<Bytes> body,
      Thread claimant,
      Standing standing,
      boolean isWished) {

    /**
     * Whether this very thread is fetching it further down its stack: a pause between retries may
     * have set it to other work, as a simulation's does. To wait would be to wait for ever.
     */
    boolean isUnderWayHere() {
      return standing == Standing.OTHERS && !body.isDone() && claimant == Thread.currentThread();
    }
  }

  private final long budgetBytes;
  private final int wishedCountMax;
  private final ReentrantLock lock = new ReentrantLock();

  /** In order of use; guarded by {@link #lock}. */
  private final Map<PartKey, PartSlot> parts = new LinkedHashMap<>(64, 0.75f, true);

  /** Those that are queued; guarded by {@link #lock}. */
  private final PartQueue queue = new PartQueue();

  /** The bytes of all complete parts without those wished for; guarded by {@link #lock}. */
  private long sizeBytes;

  /** How many parts take memory of those wished for; guarded by {@link #lock}. */
  private int wishedCount;

  private long wishes; // guarded by lock

  /**
   * An empty cache.
   *
   * @param budgetBytes what parts may take that were not wished for
   * @param wishedCountMax how many others there may be
   */
  PartCache(long budgetBytes, int wishedCountMax) {
    this.budgetBytes = budgetBytes;
    this.wishedCountMax = wishedCountMax;
  }

  /** Asks for the parts of {@code keys}, and tells what the caller has to do for each. */
  List<Part> ask(Iterable<PartKey> keys) {
    List<Part> asked = new ArrayList<>();
    lock.lock();
    try {
      for (PartKey key : keys) {
        PartSlot known = parts.get(key);
        if (known == null) {
          PartSlot mine = new PartSlot();
          mine.isAskedFor = true;
          parts.put(key, mine);
          asked.add(mine.part(key, Standing.NEW));
        } else {
          known.isAskedFor = true;
          settle(known);
          asked.add(known.part(key, queue.has(key) ? Standing.QUEUED : Standing.OTHERS));
        }
      }
      evict();
    } finally {
      lock.unlock();
    }
    return asked;
  }

  /** Queues {@code fresh} parts, which were the caller's. */
  void enqueue(List<Part> fresh) {
    lock.lock();
    try {
      for (Part part : fresh) {
        PartSlot slot = parts.get(part.key());
        if (slot != null && slot.state == PartSlot.State.CLAIMED) {
          queue.add(part.key(), slot);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Queues the parts of {@code keys} that are not there, though nobody asks for them yet. Stops
   * where the memory for such parts ends.
   */
  void wish(Iterable<PartKey> keys) {
    lock.lock();
    try {
      wishes++;
      for (PartKey key : keys) {
        PartSlot known = parts.get(key);
        if (known != null) {
          known.wish = wishes;
          continue;
        }
        if (wishedCount >= wishedCountMax && !forgetUnread()) {
          break;
        }
        PartSlot wished = new PartSlot();
        wished.isWished = true;
        wished.wish = wishes;
        wishedCount++;
        parts.put(key, wished);
        queue.add(key, wished);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Makes room for a wish in the place of one that nobody seems to come for. */
  private boolean forgetUnread() {
    Iterator<PartSlot> eldest = parts.values().iterator();
    while (eldest.hasNext()) {
      PartSlot slot = eldest.next();
      if (slot.isWished && slot.isComplete() && wishes - slot.wish > WISHES_REMEMBERED) {
        eldest.remove();
        wishedCount--;
        return true;
      }
    }
    return false;
  }

  /** The first of {@code some} that is still queued, or null. */
  @Nullable PartKey firstQueued(List<Part> some) {
    lock.lock();
    try {
      for (Part part : some) {
        if (queue.has(part.key())) {
          return part.key();
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** As {@link PartQueue#isWishQueued}. */
  boolean isWishQueued(int countWanted) {
    lock.lock();
    try {
      return queue.isWishQueued(countWanted);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the part of {@code key} out of the queue, and its neighbours that are queued too: all are
   * the caller's to {@link #complete} or to {@link #fail}.
   *
   * @param countMax how many it may be
   * @param othersMax how many of them may be parts that were not wished for
   * @return in their order; none if {@code key} is not queued any more
   */
  List<Part> take(PartKey key, int countMax, int othersMax) {
    lock.lock();
    try {
      return queue.take(key, countMax, othersMax);
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #take}, of the first that was wished for, and only such. */
  List<Part> takeWished(int countMax) {
    lock.lock();
    try {
      return queue.takeWished(countMax);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what is queued and was wished for, if nobody has asked for it. */
  void forgetWishes() {
    lock.lock();
    try {
      for (PartKey key : queue.removeUnasked()) {
        parts.remove(key);
        wishedCount--;
      }
    } finally {
      lock.unlock();
    }
  }

  /** What was wished for, was asked for and is there is a part as any other. With the lock. */
  private void settle(PartSlot slot) {
    if (slot.isWished && slot.isAskedFor && slot.isComplete()) {
      slot.isWished = false;
      wishedCount--;
      sizeBytes += slot.length();
    }
  }

  /** Keeps the body of a part, and gives it to those who wait. */
  void complete(Part part, Bytes body) {
    lock.lock();
    try {
      part.body().complete(body);
      PartSlot slot = parts.get(part.key());
      if (slot == null) {
        return;
      }
      if (slot.isWished) {
        settle(slot);
      } else {
        sizeBytes += body.length();
      }
      evict();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a part that could not be fetched; those who wait get {@code cause}. */
  void fail(Part part, Throwable cause) {
    lock.lock();
    try {
      end(part, cause);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives up those of {@code mine}, which were new, that nobody has taken: whoever waits for one
   * gets {@code cause} and may ask again.
   */
  void giveUp(List<Part> mine, Throwable cause) {
    lock.lock();
    try {
      for (Part part : mine) {
        PartSlot slot = part.body().isDone() ? null : parts.get(part.key());
        if (slot != null && slot.state != PartSlot.State.UNDER_WAY) {
          queue.remove(part.key());
          end(part, cause);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Called with the lock: so a part that has not ended is the one that is known under its key, and
   * not one that somebody has asked for since.
   */
  private void end(Part part, Throwable cause) {
    if (part.body().completeExceptionally(cause)) {
      remove(part.key());
    }
  }

  /** Called with the lock, for a part that was not complete. */
  private void remove(PartKey key) {
    PartSlot slot = parts.remove(key);
    if (slot != null && slot.isWished) {
      wishedCount--;
    }
  }

  /** Drops the parts of {@code keys} that are complete. */
  void forget(Iterable<PartKey> keys) {
    lock.lock();
    try {
      for (PartKey key : keys) {
        PartSlot slot = parts.get(key);
        if (slot != null && slot.isComplete()) {
          parts.remove(key);
          if (slot.isWished) {
            wishedCount--;
          } else {
            sizeBytes -= slot.length();
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void evict() {
    Iterator<PartSlot> eldest = parts.values().iterator();
    while (sizeBytes > budgetBytes && eldest.hasNext()) {
      PartSlot slot = eldest.next();
      if (slot.isComplete() && !slot.isWished) {
        eldest.remove();
        sizeBytes -= slot.length();
      }
    }
  }
}
