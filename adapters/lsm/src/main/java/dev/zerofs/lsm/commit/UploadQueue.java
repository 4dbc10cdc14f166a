package dev.zerofs.lsm.commit;

import dev.zerofs.lsm.background.Step;
import dev.zerofs.lsm.segment.SealedSegment;
import dev.zerofs.ports.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The sealed segments that are not yet known to be in the store, in the order of their ids.
 *
 * <p>After a failure all uploads pause, longer each time and by a random share; then one goes
 * ahead, and the others follow when it has succeeded: a store that throttles or is down gets one
 * request at a time. Safe for use by any number of threads.
 */
final class UploadQueue {

  private static final long PAUSE_MIN_NANOS = 50_000_000L;
  private static final long PAUSE_MAX_NANOS = 5_000_000_000L;

  /** The most encoded bytes held at once, unless one segment alone has more. */
  private static final long ENCODED_BYTES_MAX = 64L << 20;

  private enum State {
    WAITING,
    IN_FLIGHT,
    UPLOADED
  }

  private static final class Item {
    private final SealedSegment segment;
    private State state = State.WAITING;

    Item(SealedSegment segment) {
      this.segment = segment;
    }
  }

  private final Clock clock;
  private final RandomGenerator random;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Item> items = new ArrayDeque<>(); // guarded by lock
  private int inFlight; // guarded by lock
  private long inFlightBytes; // guarded by lock
  private int failures; // in a row; guarded by lock
  private long pausedUntilNanos; // guarded by lock
  private long nextId; // the first not known to be uploaded; guarded by lock
  private volatile long durableSequence;
  private volatile boolean failing;

  /**
   * An empty queue.
   *
   * @param durableSequence up to where the log is durable
   */
  UploadQueue(Clock clock, RandomGenerator random, long durableSequence) {
    this.clock = clock;
    this.random = random;
    this.durableSequence = durableSequence;
  }

  void add(SealedSegment segment) {
    lock.lock();
    try {
      items.add(new Item(segment));
    } finally {
      lock.unlock();
    }
  }

  /** The next segment to try, which is now in flight, or null if {@link #restNanos} must pass. */
  @Nullable SealedSegment take() {
    lock.lock();
    try {
      Item item = mayBegin() ? firstWaiting() : null;
      if (item == null) {
        return null;
      }
      long bytes = item.segment.rawBytes();
      if (inFlight > 0 && inFlightBytes + bytes > ENCODED_BYTES_MAX) {
        return null;
      }
      item.state = State.IN_FLIGHT;
      inFlight++;
      inFlightBytes += bytes;
      return item.segment;
    } finally {
      lock.unlock();
    }
  }

  /** How long to wait before the next {@link #take}. */
  long restNanos() {
    lock.lock();
    try {
      boolean paused = failures > 0 && inFlight == 0 && firstWaiting() != null;
      return paused ? Math.max(1, pausedUntilNanos - clock.monotonicNanos()) : Step.IDLE;
    } finally {
      lock.unlock();
    }
  }

  private boolean mayBegin() {
    return failures == 0 || (inFlight == 0 && clock.monotonicNanos() - pausedUntilNanos >= 0);
  }

  private @Nullable Item firstWaiting() {
    for (Item item : items) {
      if (item.state == State.WAITING) {
        return item;
      }
    }
    return null;
  }

  /** {@code segment}, taken before, is in the store. */
  void uploaded(SealedSegment segment) {
    lock.lock();
    try {
      end(segment, State.UPLOADED);
      failures = 0;
      failing = false;
      for (Item first = items.peekFirst();
          first != null && first.state == State.UPLOADED;
          first = items.peekFirst()) {
        items.removeFirst();
        nextId = first.segment.id().id() + 1;
        durableSequence = first.segment.lastSequence();
      }
    } finally {
      lock.unlock();
    }
  }

  /** {@code segment}, taken before, is to be tried again. */
  void failed(SealedSegment segment) {
    lock.lock();
    try {
      end(segment, State.WAITING);
      failures = Math.min(failures + 1, 30);
      failing = true;
      long pause = Math.min(PAUSE_MAX_NANOS, PAUSE_MIN_NANOS << Math.min(failures - 1, 20));
      pausedUntilNanos = clock.monotonicNanos() + pause / 2 + random.nextLong(pause / 2 + 1);
    } finally {
      lock.unlock();
    }
  }

  private void end(SealedSegment segment, State state) {
    for (Item item : items) {
      if (item.segment.id().equals(segment.id())) {
        item.state = state;
        inFlight--;
        inFlightBytes -= segment.rawBytes();
        return;
      }
    }
    throw new IllegalStateException("segment " + segment.id() + " is not in the queue");
  }

  /** Everything up to this batch is in the store. */
  long durableSequence() {
    return durableSequence;
  }

  /** The first segment id that is not known to be in the store. */
  long nextId() {
    lock.lock();
    try {
      return nextId;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the last try failed. */
  boolean isFailing() {
    return failing;
  }

  /** Whether there is a segment that is not in flight. */
  boolean isAnyWaiting() {
    lock.lock();
    try {
      return firstWaiting() != null;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing is left to upload. */
  boolean isEmpty() {
    lock.lock();
    try {
      return items.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * When the oldest batch came that is sealed and not in the store; the greatest number if none.
   */
  long oldestNanos() {
    lock.lock();
    try {
      Item first = items.peekFirst();
      return first == null ? Long.MAX_VALUE : first.segment.openedNanos();
    } finally {
      lock.unlock();
    }
  }
}
