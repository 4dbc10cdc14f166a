package dev.zerofs.lsm.background;

import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/**
 * Runs steps in the thread that waits, in an order that a seed says, and turns the clock's hands
 * when there is nothing to do. For one thread.
 */
public final class SimDriver implements Driver {

  /** So many pieces of work without an end are a bug. */
  private static final int PIECES_MAX = 200_000;

  private static final class Driven {
    private final String name;
    private final Step step;
    private final boolean isOnce;
    private boolean running;
    private long notBefore;

    Driven(String name, Step step, boolean isOnce) {
      this.name = name;
      this.step = step;
      this.isOnce = isOnce;
    }
  }

  private final ManualClock clock;
  private final Random random;
  private final List<Driven> steps = new ArrayList<>();
  private String running = "";
  private Runnable afterEach = () -> {};

  /** A driver that draws from {@code random}. */
  public SimDriver(ManualClock clock, Random random) {
    this.clock = clock;
    this.random = random;
  }

  @Override
  public void start(String name, int concurrency, Step step) {
    steps.add(new Driven(name, step, false));
  }

  /** The name of the step at work, the innermost if one waits for another; empty if none is. */
  public String running() {
    return running;
  }

  /** The steps. */
  public List<Step> steps() {
    return steps.stream().map(driven -> driven.step).toList();
  }

  /** Has {@code watcher} called after every piece of work. */
  public void afterEach(Runnable watcher) {
    afterEach = watcher;
  }

  @Override
  public void wake() {
    for (Driven driven : steps) {
      driven.notBefore = Long.MIN_VALUE;
    }
  }

  @Override
  public boolean await(BooleanSupplier condition, long timeoutNanos) {
    long begun = clock.monotonicNanos();
    for (int i = 0; i < PIECES_MAX; i++) {
      if (condition.getAsBoolean()) {
        return true;
      }
      long left =
          timeoutNanos == FOREVER ? FOREVER : timeoutNanos - (clock.monotonicNanos() - begun);
      if (left <= 0) {
        return false;
      }
      if (!runOne()) {
        pass(left);
      }
    }
    throw new AssertionError("waited without an end");
  }

  /** Does one piece of whatever is due; false if nothing was. */
  public boolean runOne() {
    List<Driven> due = new ArrayList<>();
    for (Driven driven : steps) {
      if (!driven.running && driven.notBefore <= clock.monotonicNanos()) {
        due.add(driven);
      }
    }
    if (due.isEmpty()) {
      return false;
    }
    run(due.get(random.nextInt(due.size())));
    return true;
  }

  private void run(Driven driven) {
    String outer = running;
    running = driven.name;
    driven.running = true;
    driven.notBefore = Step.IDLE;
    if (driven.isOnce) {
      steps.remove(driven);
    }
    try {
      long rest = driven.step.work();
      // A wake that came meanwhile counts.
      if (driven.notBefore == Step.IDLE && rest != Step.IDLE) {
        driven.notBefore = clock.monotonicNanos() + rest;
      }
    } finally {
      driven.running = false;
      running = outer;
    }
    afterEach.run();
  }

  /** Lets time pass until something is due. */
  private void pass(long nanosMax) {
    long next = Step.IDLE;
    for (Driven driven : steps) {
      if (!driven.running) {
        next = Math.min(next, driven.notBefore);
      }
    }
    if (next == Step.IDLE && nanosMax == FOREVER) {
      throw new AssertionError("somebody waits for what nobody brings about");
    }
    long rest = next == Step.IDLE ? nanosMax : next - clock.monotonicNanos();
    clock.advance(Math.max(1, Math.min(rest, nanosMax)));
  }

  @Override
  public <T> List<T> parallel(List<Callable<T>> tasks) {
    List<Integer> order = new ArrayList<>();
    List<T> results = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    List<Object> unordered = new ArrayList<>(Collections.nCopies(tasks.size(), this));
    for (int index : order) {
      unordered.set(index, call(tasks.get(index)));
    }
    for (Object result : unordered) {
      @SuppressWarnings("unchecked")
      T typed = (T) result;
      results.add(typed);
    }
    return results;
  }

  @Override
  public boolean spawn(Runnable task) {
    steps.add(
        new Driven(
            "spawned",
            () -> {
              task.run();
              return Step.IDLE;
            },
            true));
    return true;
  }

  private static <T> Object call(Callable<T> task) {
    try {
      return task.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    steps.clear();
  }
}
