package dev.zerofs.lsm.commit;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.background.Step;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.segment.LoggedSegment;
import dev.zerofs.lsm.segment.SealedSegment;
import dev.zerofs.lsm.segment.SegmentLog;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.time.Clock;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings sealed segments into the store, several at once. Accepted data is tried without end; what
 * lies under a segment's name already is looked at, and is either this writer's own or the end of
 * its reign.
 *
 * <p>One more segment is worked on than there may be requests: it is encoded while the others are
 * on their way, so that no request waits for a processor. Safe for use by any number of threads.
 */
public final class Uploads implements Step {

  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

  /** How much weight the newest measurement has: one in so many. */
  private static final int LATENCY_WEIGHT = 8;

  /** Larger segments say more of bandwidth than of latency. */
  private static final int LATENCY_BODY_BYTES_MAX = 256 << 10;

  /** Told what has become of segments. */
  public interface Listener {

    /** The segment is in the store and its large values are read from there. */
    void uploaded(SealedSegment segment, Bytes body);
  }

  private final SegmentLog log;
  private final FrameCodec codec;
  private final long incarnation;
  private final Clock clock;
  private final Fate fate;
  private final Ownership ownership;
  private final Driver driver;
  private final Listener listener;
  private final UploadQueue queue;

  /** One for each request; fair, because what is uploaded in order is waited for in order. */
  private final Semaphore requests;

  private final int parallelism;

  private volatile long latencyNanos;
  private volatile boolean full;

  /**
   * Uploads for one writer.
   *
   * @param parallelism how many requests may be under way at once
   * @param durableSequence up to where the log is durable at the start
   */
  public Uploads(
      Environment environment,
      Ownership ownership,
      int parallelism,
      long durableSequence,
      Listener listener) {
    this.parallelism = parallelism;
    this.requests = new Semaphore(parallelism, true);
    this.log = environment.log();
    this.codec = environment.codec();
    this.incarnation = environment.incarnation();
    this.clock = environment.clock();
    this.fate = environment.fate();
    this.driver = environment.driver();
    this.ownership = ownership;
    this.listener = listener;
    this.queue = new UploadQueue(clock, environment.random(), durableSequence);
  }

  /**
   * What the writer's parts share.
   *
   * @param epoch the writer's epoch
   * @param incarnation the writer's random number
   * @param log the log in the store
   * @param codec for frames
   * @param clock the time
   * @param random for jitter
   * @param driver who runs steps
   * @param fate whether the store still serves
   */
  public record Environment(
      long epoch,
      long incarnation,
      SegmentLog log,
      FrameCodec codec,
      Clock clock,
      RandomGenerator random,
      Driver driver,
      Fate fate) {}

  /** How many requests may be under way at once. */
  int parallelism() {
    return parallelism;
  }

  /** How many calls of the step are of use at once. */
  public static int concurrency(int parallelism) {
    return parallelism + 1;
  }

  /** Adds a segment, whose id follows the one added before. The caller then wakes the driver. */
  void add(SealedSegment segment) {
    queue.add(segment);
  }

  /** One try of one segment. */
  @Override
  public long work() {
    if (fate.isReplaced()) {
      return IDLE;
    }
    SealedSegment segment = queue.take();
    if (segment == null) {
      return queue.restNanos();
    }
    if (!queue.isAnyWaiting()) {
      driver.wake(); // whoever needs room may have more sealed
    }
    boolean done = false;
    try {
      done = upload(segment);
    } finally {
      if (done) {
        queue.uploaded(segment);
      } else {
        queue.failed(segment);
      }
      driver.wake();
    }
    return 0;
  }

  private boolean upload(SealedSegment segment) {
    Bytes body = segment.body(codec, incarnation);
    requests.acquireUninterruptibly();
    long begun = clock.monotonicNanos();
    try {
      if (!create(segment, body)) {
        return false;
      }
    } catch (ObjectStoreException.OutOfSpace e) {
      full = true;
      LOG.warn("segment {} waits for room in the store: {}", segment.id(), e.getMessage());
      return false;
    } catch (ObjectStoreException e) {
      LOG.warn("segment {} is tried again: {}", segment.id(), e.getMessage());
      return false;
    } finally {
      requests.release();
    }
    full = false;
    ownership.confirmedAt(begun);
    measure(body, clock.monotonicNanos() - begun);
    listener.uploaded(segment, body);
    segment.releaseValues();
    return true;
  }

  private boolean create(SealedSegment segment, Bytes body) {
    try {
      log.create(segment.id(), body);
      return true;
    } catch (ObjectStoreException.PreconditionFailed | ObjectStoreException.OutcomeUnknown e) {
      LoggedSegment found = log.owner(segment.id());
      if (found == null) {
        return false;
      }
      if (!found.isFence() && found.incarnation() == incarnation) {
        return true;
      }
      fate.replaced(
          found.isFence()
              ? "epoch " + found.fencedBy() + " has closed this writer's log"
              : "segment " + segment.id() + " was written by somebody else");
      return false;
    }
  }

  private void measure(Bytes body, long nanos) {
    if (body.length() <= LATENCY_BODY_BYTES_MAX) {
      long before = latencyNanos;
      latencyNanos = before == 0 ? nanos : before + (nanos - before) / LATENCY_WEIGHT;
    }
  }

  /** Everything up to this batch is in the store. */
  public long durableSequence() {
    return queue.durableSequence();
  }

  /** The first segment id not known to be in the store. */
  public long nextId() {
    return queue.nextId();
  }

  /** Whether the last try failed. */
  public boolean isFailing() {
    return queue.isFailing();
  }

  /** Whether the store said that it is full. */
  public boolean isFull() {
    return full;
  }

  /** Whether nothing sealed is left to upload. */
  public boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Whether a sealed segment is there that no upload has taken. */
  boolean isAnyWaiting() {
    return queue.isAnyWaiting();
  }

  /** When the oldest sealed batch came that is not in the store; the greatest number if none. */
  public long oldestNanos() {
    return queue.oldestNanos();
  }

  /** About how long a small upload takes; 0 before the first. */
  long latencyNanos() {
    return latencyNanos;
  }

  /** Waits until everything up to {@code sequence} is in the store, or the store has ended. */
  public void await(long sequence) {
    driver.await(() -> durableSequence() >= sequence || fate.isOver(), Driver.FOREVER);
    if (durableSequence() < sequence) {
      fate.check();
      throw new KeyValueException.Closed("the store is closed", null);
    }
  }
}
