package dev.zerofs.domain.reply;

import dev.zerofs.domain.layout.Keys;
import dev.zerofs.domain.layout.ReplyCodec;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.CallId;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.time.Clock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what calls were answered: adds results to the batches of changes, and finds those of
 * earlier openings of the volume.
 *
 * <p>Safe for use by any number of threads.
 */
public final class ReplyLog {
  /** About what one result takes of a store's budget. */
  public static final long RESULT_BYTES = 256;

  /** What removes nothing. */
  private static final long NOTHING = -1;

  private final Clock clock;
  private final Retention retention;
  private final EarlierReplies earlier;
  private final long openedNanos;

  /** The first period of this opening. */
  private final long firstPeriod;

  private final ReentrantLock lock = new ReentrantLock();
  private final Removal earlierPeriods; // guarded by lock
  private final Removal ownPeriods; // guarded by lock
  private long period; // guarded by lock
  private long periodBeganNanos; // guarded by lock
  private int periodResults; // guarded by lock

  private ReplyLog(KeyValueStore store, Clock clock, Retention retention) {
    this.clock = clock;
    this.retention = retention;
    this.earlier = EarlierReplies.load(store, retention.earlierResults());
    this.firstPeriod = Math.max(store.epoch() << Integer.SIZE, earlier.nextPeriod());
    this.earlierPeriods = new Removal(earlier.isNothingStored() ? firstPeriod : 0);
    this.ownPeriods = new Removal(firstPeriod);
    this.openedNanos = clock.monotonicNanos();
    this.period = firstPeriod;
    this.periodBeganNanos = openedNanos;
  }

  /**
   * Loads the results that {@code store} has.
   *
   * @param earlierBytes the most memory for them: the newest are kept
   * @throws KeyValueException as the store throws, but for damage
   */
  public static ReplyLog open(KeyValueStore store, Clock clock, long earlierBytes) {
    return open(store, clock, Retention.within(earlierBytes));
  }

  static ReplyLog open(KeyValueStore store, Clock clock, Retention retention) {
    return new ReplyLog(store, clock, retention);
  }

  /**
   * What the call was answered in an earlier opening, or null. A reply to its repetition waits for
   * the same position as the first one did.
   *
   * @throws KeyValueException.Corrupt if it was answered, but nobody knows what
   */
  public <T> Result.@Nullable Done<T> find(CallId call, ReplyCodec<T> codec) {
    return earlier.find(call, codec);
  }

  /**
   * Adds the record of a result to the batch of its change, and the removal of results that have
   * expired, if there are any and no other batch is about to remove them.
   *
   * @return what is to be told how the batch ended
   */
  public Addition add(WriteBatch batch, CallId call, Bytes result) {
    lock.lock();
    try {
      long now = clock.monotonicNanos();
      if (periodResults == retention.periodResults()
          || now - periodBeganNanos >= retention.periodNanos()) {
        period++;
        periodBeganNanos = now;
        periodResults = 0;
      }
      periodResults++;
      batch.put(Keys.reply(period, call), result);
      boolean isLate = now - openedNanos >= retention.earlierNanos();
      return new Addition(
          earlierPeriods.addTo(batch, isLate ? firstPeriod : earlier.surplusBelow()),
          ownPeriods.addTo(batch, period - retention.periods() + 1));
    } finally {
      lock.unlock();
    }
  }

  /** What was added to a batch. */
  public final class Addition {
    private final long earlierBelow;
    private final long ownBelow;

    private Addition(long earlierBelow, long ownBelow) {
      this.earlierBelow = earlierBelow;
      this.ownBelow = ownBelow;
    }

    /** To be called when the batch is written, or will never be. */
    public void ended(boolean written) {
      if (earlierBelow == NOTHING && ownBelow == NOTHING) {
        return;
      }
      lock.lock();
      try {
        ownPeriods.ended(ownBelow, written);
        earlierPeriods.ended(earlierBelow, written);
        if (earlierPeriods.removedBelow == firstPeriod) {
          earlier.forget();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Removes periods from the oldest on, each of them once. A batch that took so long from here to
   * the store that its own period was removed before leaves its result behind: the next opening
   * removes it with all others of this one. Guarded by the log's lock.
   */
  private static final class Removal {
    private long removedBelow;
    private boolean underWay;

    Removal(long removedBelow) {
      this.removedBelow = removedBelow;
    }

    /** Adds the removal of all periods up to {@code below}, unless there is nothing to do. */
    long addTo(WriteBatch batch, long below) {
      if (underWay || below <= removedBelow) {
        return NOTHING;
      }
      batch.deleteRange(Keys.repliesFrom(removedBelow), Keys.repliesFrom(below));
      underWay = true;
      return below;
    }

    void ended(long below, boolean written) {
      if (below == NOTHING) {
        return;
      }
      underWay = false;
      if (written) {
        removedBelow = below;
      }
    }
  }
}
