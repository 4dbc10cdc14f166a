package dev.zerofs.bootstrap.lifecycle;

import dev.zerofs.ports.keyvalue.KeyValueException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been started and must be stopped, the last first. Safe for use by any thread, though one
 * starts and one stops.
 */
public final class Teardown {

  private static final Logger LOG = LoggerFactory.getLogger(Teardown.class);

  private record Step(String name, Consumer<Duration> action) {}

  private final Deque<Step> steps = new ArrayDeque<>(); // guarded by this
  private volatile @Nullable String current;

  /** Remembers that {@code action} ends what has just been started. */
  public void add(String name, Runnable action) {
    add(name, _ -> action.run());
  }

  /** Like {@link #add(String, Runnable)} with an action that is told how long it may wait. */
  public synchronized void add(String name, Consumer<Duration> action) {
    steps.push(new Step(name, action));
  }

  /**
   * Stops everything, the last first. A step that fails is logged and does not keep the others.
   *
   * @param grace how long a step that lets something end may wait for it
   * @return whether every step succeeded
   */
  public boolean run(Duration grace) {
    boolean clean = true;
    for (Step step = next(); step != null; step = next()) {
      current = step.name();
      try {
        step.action().accept(grace);
      } catch (KeyValueException.Replaced e) {
        // The volume is another's now: nothing more can or may be done for it here.
        LOG.debug("{} was replaced", step.name(), e);
      } catch (RuntimeException e) {
        clean = false;
        LOG.error("could not stop {} cleanly: {}", step.name(), Failures.describe(e));
        LOG.debug("stopping {}", step.name(), e);
      }
    }
    current = null;
    return clean;
  }

  /** What is being stopped at this moment, or null. */
  public @Nullable String current() {
    return current;
  }

  private synchronized @Nullable Step next() {
    return steps.poll();
  }
}
