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

  private final Map<String, Long> counts = new TreeMap<>();

  void add(String what) {
    counts.merge(what, 1L, Long::sum);
  }

  /**
   * Checks that all of {@code dangers} were met.
   *
   * @param seeds how many there were
   * @param seedsMin of fewer it is not asked
   */
  void require(int seeds, int seedsMin, Set<String> dangers) {
    LOG.info("{} seeds: {}", seeds, counts);
    if (seeds >= seedsMin && System.getProperty("zerofs.seed", "").isEmpty()) {
      for (String danger : dangers) {
        assertTrue(counts.containsKey(danger), () -> "never met: " + danger + "; met " + counts);
      }
    }
  }
}
