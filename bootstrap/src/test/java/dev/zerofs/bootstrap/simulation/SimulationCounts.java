package dev.zerofs.bootstrap.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How often what matters has happened: a path that is not met is not tested. For one thread. */
final class SimulationCounts {

  private static final Logger LOG = LoggerFactory.getLogger(SimulationCounts.class);

  /** Of fewer seeds it is not asked that they meet everything. */
  private static final int SEEDS_MIN = 300;

  private final Map<String, Long> counts = new TreeMap<>();

  void add(String what) {
    counts.merge(what, 1L, Long::sum);
  }

  void require(int seeds, Set<String> dangers) {
    LOG.info("{} seeds: {}", seeds, counts);
    if (seeds >= SEEDS_MIN && System.getProperty("zerofs.seed", "").isEmpty()) {
      for (String danger : dangers) {
        assertTrue(counts.containsKey(danger), () -> "never met: " + danger + "; met " + counts);
      }
    }
  }
}
