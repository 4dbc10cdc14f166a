package dev.zerofs.lsm.flush;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.background.Step;
import dev.zerofs.lsm.commit.Fate;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.recovery.ManifestChain;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits changes to the manifest, one after the other and each without end: a change whose outcome
 * is not known is tried again with the same bytes until it is. After each it looks once whether
 * there is a newer manifest; then another writer has taken over.
 *
 * <p>Changes may be handed in by any number of threads; one at a time drives the step.
 */
public final class ManifestStep implements Step {

  private static final Logger LOG = LoggerFactory.getLogger(ManifestStep.class);

  /** How many manifests are kept, for people who look into a damaged volume. */
  public static final int KEPT = 8;

  /** A change of the manifest that somebody waits for. */
  public static final class Change {
    private final @Nullable UnaryOperator<Manifest> edit; // null: only a look
    private final Consumer<Manifest> committed;
    private volatile boolean done;
    private volatile @Nullable RuntimeException refused;

    private Change(@Nullable UnaryOperator<Manifest> edit, Consumer<Manifest> committed) {
      this.edit = edit;
      this.committed = committed;
    }

    /** Whether it has been committed, or refused by its own edit. */
    public boolean isDone() {
      return done;
    }

    /**
     * Returns if the edit went well.
     *
     * @throws IllegalArgumentException that the edit threw
     */
    public void check() {
      RuntimeException problem = refused;
      if (problem != null) {
        throw new IllegalArgumentException(problem.getMessage(), problem);
      }
    }
  }

  private final ManifestChain chain;
  private final Driver driver;
  private final Fate fate;
  private final Retry retry;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Change> waiting = new ArrayDeque<>(); // guarded by lock

  private volatile Manifest current;
  private @Nullable Manifest proposed; // of the first that waits; by the driving thread
  private boolean created; // whether the proposed one is in the store; by the driving thread
  private boolean followed; // whether what follows from it is done; by the driving thread
  private long deletable; // a manifest to delete, or 0; by the driving thread

  /** Changes after {@code current}. */
  public ManifestStep(
      ManifestChain chain, Driver driver, Fate fate, RandomGenerator random, Manifest current) {
    this.chain = chain;
    this.driver = driver;
    this.fate = fate;
    this.retry = new Retry(random);
    this.current = current;
  }

  /** The newest manifest known to be committed. */
  public Manifest current() {
    return current;
  }

  /**
   * Hands in a change.
   *
   * @param edit makes the new manifest from the one before it; the version is set afterwards. It
   *     may throw {@link IllegalArgumentException} to refuse
   * @param committed is told the manifest when it is committed, before it is the {@linkplain
   *     #current current} one and before anything else is committed
   */
  public Change submit(UnaryOperator<Manifest> edit, Consumer<Manifest> committed) {
    return enqueue(new Change(edit, committed));
  }

  /**
   * Asks the store, once, whether there is a newer manifest, which would be another writer's. When
   * this is done the current manifest was the newest.
   */
  public Change look() {
    return enqueue(new Change(null, _ -> {}));
  }

  private Change enqueue(Change change) {
    lock.lock();
    try {
      waiting.add(change);
    } finally {
      lock.unlock();
    }
    driver.wake();
    return change;
  }

  /** Whether nothing waits to be committed. */
  public boolean isIdle() {
    return first() == null;
  }

  @Override
  public long work() {
    if (fate.isReplaced()) {
      return IDLE;
    }
    try {
      long rest = request();
      retry.succeeded();
      return rest;
    } catch (ObjectStoreException e) {
      LOG.warn("the manifest is tried again: {}", e.getMessage());
      return retry.failed();
    }
  }

  private long request() {
    Manifest next = proposed;
    if (next != null) {
      commit(next);
      return 0;
    }
    if (deletable > 0) {
      chain.delete(deletable);
      deletable = 0;
      return 0;
    }
    Change change = first();
    if (change == null) {
      return IDLE;
    }
    if (change.edit == null) {
      look(change);
    } else {
      propose(change, change.edit);
    }
    return 0;
  }

  private void look(Change change) {
    if (chain.hasNewerThan(current.version())) {
      fate.replaced("there is a manifest newer than " + current.version());
    } else {
      end(change);
    }
  }

  private void propose(Change change, UnaryOperator<Manifest> edit) {
    try {
      Manifest edited = edit.apply(current);
      proposed = Manifests.withVersion(edited, current.version() + 1);
      created = false;
      followed = false;
    } catch (IllegalArgumentException e) {
      change.refused = e;
      end(change);
    }
  }

  private void commit(Manifest next) {
    if (!created) {
      switch (chain.create(next)) {
        case CREATED -> created = true;
        case TAKEN -> fate.replaced("another server has committed manifest " + next.version());
        case UNKNOWN ->
            throw new ObjectStoreException.Transient("whether it was created is not known", null);
      }
      return;
    }
    Change change = first();
    if (change == null) {
      throw new IllegalStateException("nobody has asked for manifest " + next.version());
    }
    if (!followed) {
      if (chain.hasNewerThan(next.version())) {
        fate.replaced("there is a manifest newer than " + next.version());
        return;
      }
      // Whoever sees the new manifest finds what follows from it done: readers see no older tree.
      // That is a piece of work of its own: others may have their turn in between, and then do so
      // also where the order of everything is simulated.
      change.committed.accept(next);
      followed = true;
      return;
    }
    proposed = null;
    deletable = Math.max(0, next.version() - KEPT);
    current = next;
    end(change);
  }

  private @Nullable Change first() {
    lock.lock();
    try {
      return waiting.peekFirst();
    } finally {
      lock.unlock();
    }
  }

  private void end(Change change) {
    lock.lock();
    try {
      waiting.remove(change);
    } finally {
      lock.unlock();
    }
    change.done = true;
    driver.wake();
  }
}
