package dev.zerofs.lsm.follow;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.commit.SnapshotRegistry;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.read.Tables;
import dev.zerofs.lsm.recovery.ManifestChain;
import dev.zerofs.lsm.recovery.Patience;
import dev.zerofs.lsm.segment.SegmentLog;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a state of the volume that is no older than the lag whenever somebody asks. One thread at a
 * time looks for news; others that find the state too old wait for it, the rest go on. Safe for use
 * by any number of threads.
 *
 * <p>A look is one listing of manifests after the newest known and, unless a new one names other
 * logs, one of the open log after the newest segment known. Of a log only an unbroken row of
 * segments from the replay position on is taken: a later fence goes to the first missing id, so
 * what was taken once is part of the log for ever. A later epoch's log follows only when the fence
 * of the one before it has been seen; its writer puts the fence before anything of its own.
 */
public final class Follower {

  /** How often a look begins anew because objects it needs have gone meanwhile. */
  private static final int ATTEMPTS = 8;

  /**
   * What a follower works with.
   *
   * @param chain the manifests
   * @param log the log
   * @param tables opens tables
   * @param clock the time
   * @param random for jitter
   * @param driver waits, and reads several segments at once
   */
  public record Environment(
      ManifestChain chain,
      SegmentLog log,
      Tables tables,
      Clock clock,
      RandomGenerator random,
      Driver driver) {}

  private final Environment environment;
  private final FollowOptions options;
  private final LogTail tail;

  /** The positions of open snapshots, and of the newest state. */
  private final SnapshotRegistry snapshots = new SnapshotRegistry();

  /** Held over a look for news; never together with another. */
  private final ReentrantLock looking = new ReentrantLock();

  private volatile FollowedState current; // changed under looking
  private SnapshotRegistry.Reading currentReading; // the place of current; guarded by looking
  private final AtomicLong failureCount = new AtomicLong(); // changed under looking
  private @Nullable KeyValueException failure; // guarded by looking

  /** A follower that begins with {@code first} and has not yet looked at the log. */
  public Follower(Environment environment, FollowOptions options, Manifest first) {
    this.environment = environment;
    this.options = options;
    this.tail = new LogTail(environment.log(), environment.driver(), snapshots);
    long stale = environment.clock().monotonicNanos() - options.lagNanos();
    FollowedState begin = FollowedState.of(first, environment.tables(), stale);
    currentReading = snapshots.open(begin::position);
    current = begin;
  }

  /**
   * A state in use.
   *
   * @param state the state
   * @param reading its place among the snapshots
   */
  public record Acquired(FollowedState state, SnapshotRegistry.Reading reading) {}

  /** A state and its place among the snapshots, which its user gives back with {@link #release}. */
  public Acquired acquire() {
    FollowedState[] taken = {fresh()};
    SnapshotRegistry.Reading reading =
        snapshots.open(
            () -> {
              taken[0] = current;
              return taken[0].position();
            });
    return new Acquired(taken[0], reading);
  }

  /** Gives back what {@link #acquire} took. */
  public void release(Acquired acquired) {
    snapshots.close(acquired.reading());
  }

  /**
   * A state no older than the lag.
   *
   * @throws KeyValueException.Unavailable if the store cannot be asked for one
   * @throws KeyValueException.Corrupt if what it has is damaged
   */
  public FollowedState fresh() {
    if (!isFresh()) {
      look(this::isFresh);
    }
    return current;
  }

  /** Looks for news unless somebody has found a newer manifest than that of {@code seen}. */
  public FollowedState newerThan(FollowedState seen) {
    long before = current.asOfNanos();
    look(
        () ->
            current.manifest().version() > seen.manifest().version()
                || current.asOfNanos() > before);
    return current;
  }

  private boolean isFresh() {
    long age = environment.clock().monotonicNanos() - current.asOfNanos();
    return age < options.lagNanos();
  }

  private void look(BooleanSupplier enough) {
    long failuresBefore = failureCount.get();
    looking.lock();
    try {
      if (enough.getAsBoolean()) {
        return;
      }
      KeyValueException known = failure;
      if (known != null && failureCount.get() != failuresBefore) {
        // It failed while this thread waited: another wait as long would tell no more.
        throw new KeyValueException.Unavailable(String.valueOf(known.getMessage()), known);
      }
      lookNow();
    } finally {
      looking.unlock();
    }
  }

  private void lookNow() {
    Patience patience =
        new Patience(
            environment.clock(),
            environment.random(),
            environment.driver(),
            options.timeoutNanos());
    try {
      follow(patience);
      failure = null;
    } catch (KeyValueException.Unavailable | KeyValueException.Unusable e) {
      failure = e;
      failureCount.incrementAndGet();
      throw new KeyValueException.Unavailable(
          "there is no telling what is new: " + e.getMessage(), e);
    }
  }

  private void follow(Patience patience) {
    boolean whole = true;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long begun = environment.clock().monotonicNanos();
      boolean news = followManifest(patience);
      if (!whole && !news) {
        throw new KeyValueException.Corrupt(
            "log segments from "
                + current.next()
                + " on are missing, which manifest "
                + current.manifest().version()
                + " wants to be replayed",
            null);
      }
      whole = tail.follow(current, patience, this::publish);
      // After a longer time what lay between may have been deleted: a gap looks like an end.
      boolean timely = environment.clock().monotonicNanos() - begun < options.graceNanos() / 2;
      if (whole && timely) {
        publish(current.asOf(begun));
        return;
      }
    }
    throw new KeyValueException.Unavailable(
        "the volume changes faster than it can be followed", null);
  }

  /** Whether there was a newer manifest. */
  private boolean followManifest(Patience patience) {
    FollowedState now = current;
    long version = now.manifest().version();
    Optional<Manifest> newer =
        patience.get(() -> Optional.ofNullable(environment.chain().newestAfter(version)));
    if (newer.isEmpty()) {
      return false;
    }
    Manifest manifest = newer.get();
    if (!manifest.volume().equals(now.manifest().volume())) {
      throw new KeyValueException.Corrupt(
          "manifest " + manifest.version() + " is of another volume than the one before it", null);
    }
    publish(now.on(manifest, environment.tables()));
    environment.tables().retain(manifest.allTables().toList());
    return true;
  }

  /** The newest state counts as a snapshot until there is a newer one: somebody may open it. */
  private void publish(FollowedState next) {
    SnapshotRegistry.Reading before = currentReading;
    currentReading = snapshots.open(next::position);
    current = next;
    snapshots.close(before);
  }
}
