package dev.zerofs.bootstrap.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.zerofs.lsm.Durability;
import dev.zerofs.lsm.SimJournal;
import dev.zerofs.ports.random.Seeds;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * The file system over the engine over a store that fails, in worlds of several servers: what was
 * acknowledged is there, what is there is a prefix of what was done, in every attribute and byte; a
 * server that slept while another took the volume over neither acknowledges nor serves; space adds
 * up.
 */
final class WholeServerSim {

  /** How many seeds a run has; -Dzerofs.sim.seeds=… for longer ones. */
  private static final int SEEDS = 40 * Integer.getInteger("zerofs.sim.seeds", 60);

  /** Where there is one server after the other; with the disk's files these take longer. */
  private static final int LONE_SEEDS = SEEDS / 16;

  private static final Set<String> DANGERS =
      Set.of(
          "takeovers from a stalled server",
          "tails lost",
          "found that it is replaced",
          "woke up and fell silent",
          "replaced while opening",
          "crashes at work",
          "crashes while opening",
          "outages",
          "refusals",
          "delayed",
          "late writes");

  private static final Logger ENGINE_LOG = (Logger) LoggerFactory.getLogger("dev.zerofs.lsm");

  @TempDir private Path directory = Path.of("set by JUnit");

  /** That stores fail is no news here. */
  @BeforeAll
  static void silenceTheEngine() {
    ENGINE_LOG.setLevel(Level.ERROR);
  }

  @AfterAll
  static void letTheEngineSpeak() {
    ENGINE_LOG.setLevel(null);
  }

  @Test
  void serversTakeAVolumeOverFromEachOther() {
    SimulationCounts counts = new SimulationCounts();
    Seeds.forEach(SEEDS, seed -> new World(seed, Durability.BUCKET, null, counts).run());
    counts.require(SEEDS, 2_000, DANGERS);
  }

  @Test
  void aServerComesBackToItsJournal() {
    SimulationCounts counts = new SimulationCounts();
    Seeds.forEach(
        LONE_SEEDS,
        seed -> {
          try (SimJournal disk = new SimJournal(directory.resolve("seed" + seed), seed)) {
            new World(seed, Durability.JOURNAL, disk, counts).run();
          }
        });
    counts.require(LONE_SEEDS, 100, Set.of("tails lost"));
  }

  @Test
  void withoutDurabilityAPrefixIsLeft() {
    SimulationCounts counts = new SimulationCounts();
    Seeds.forEach(LONE_SEEDS, seed -> new World(seed, Durability.MEMORY, null, counts).run());
    counts.require(LONE_SEEDS, 100, Set.of("tails lost"));
  }

  @Test
  void aSeedDoesTheSameAgain() {
    Seeds.forEach(
        3,
        seed -> {
          SimulationCounts counts = new SimulationCounts();
          long first = new World(seed, Durability.BUCKET, null, counts).run();
          assertEquals(first, new World(seed, Durability.BUCKET, null, counts).run());
        });
  }
}
