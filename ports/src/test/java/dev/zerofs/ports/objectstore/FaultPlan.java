package dev.zerofs.ports.objectstore;

import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Chooses the fault of a request. Called by one thread at a time. */
@FunctionalInterface
public interface FaultPlan {

  /**
   * The fault of {@code request}.
   *
   * @param random the store's own seeded generator
   */
  Fault next(StoreRequest request, RandomGenerator random);

  /** A plan without faults. */
  static FaultPlan none() {
    return (_, _) -> Fault.NONE;
  }

  /**
   * A plan that strikes at random, every request alike.
   *
   * @param probabilities of each fault, from 0 to 1, together at most 1; the rest is {@link
   *     Fault#NONE}
   */
  static FaultPlan random(Map<Fault, Double> probabilities) {
    double sum = probabilities.values().stream().mapToDouble(Double::doubleValue).sum();
    if (sum > 1) {
      throw new IllegalArgumentException("probabilities add up to " + sum);
    }
    // An enum's order, so that a seed means the same whatever map was given.
    EnumMap<Fault, Double> ordered = new EnumMap<>(Fault.class);
    ordered.putAll(probabilities);
    return (_, random) -> {
      double dice = random.nextDouble();
      for (var fault : ordered.entrySet()) {
        dice -= fault.getValue();
        if (dice < 0) {
          return fault.getKey();
        }
      }
      return Fault.NONE;
    };
  }
}
