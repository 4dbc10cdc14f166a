package dev.zerofs.ports.objectstore;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Chooses what happens to each request: the first script that wants it, else the plan. Asked in the
 * same order it chooses the same for the same seed. Safe for use by any number of threads.
 */
final class FaultChooser {

  private static final class Script {
    private final Predicate<StoreRequest> when;
    private final Fault fault;
    private int times;

    Script(Predicate<StoreRequest> when, Fault fault, int times) {
      this.when = when;
      this.fault = fault;
      this.times = times;
    }
  }

  private final Random random; // guarded by this
  private final List<Script> scripts = new ArrayList<>(); // guarded by this
  private FaultPlan plan = FaultPlan.none(); // guarded by this

  FaultChooser(long seed) {
    this.random = new Random(seed);
  }

  /** Chooses by {@code plan} where no script applies. */
  synchronized void plan(FaultPlan next) {
    plan = next;
  }

  /** Gives the next {@code times} requests that match {@code when} this {@code fault}. */
  synchronized void script(Fault fault, int times, Predicate<StoreRequest> when) {
    scripts.add(new Script(when, fault, times));
  }

  /** What happens to {@code request}. */
  synchronized Fault next(StoreRequest request) {
    for (Script script : scripts) {
      if (script.times > 0 && script.when.test(request)) {
        script.times--;
        return script.fault;
      }
    }
    return plan.next(request, random);
  }

  /** A number from 0 on below {@code sides}, for how a fault turns out. */
  synchronized int dice(int sides) {
    return random.nextInt(sides);
  }
}
