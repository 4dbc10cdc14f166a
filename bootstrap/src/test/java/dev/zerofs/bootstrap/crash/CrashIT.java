package dev.zerofs.bootstrap.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.random.Seeds;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code kill -9} at random moments: nothing acknowledged as stable is missing or older, nothing is
 * half applied. The moments are the machine's; a seed repeats what is done and with what settings.
 */
final class CrashIT {

  private static final Logger LOG = LoggerFactory.getLogger(CrashIT.class);

  /** How often the server dies; -Dzerofs.kills=… for longer runs. */
  private static final int KILLS = Integer.getInteger("zerofs.kills", 20);

  @TempDir private Path home = Path.of("set by JUnit");

  @ParameterizedTest
  @ValueSource(strings = {"journal", "bucket", "memory"})
  void nothingStableIsLostAndNothingHalfApplied(String durability) {
    Seeds.forEach(
        1,
        seed -> {
          LOG.info("{} kills, durability {}, -Dzerofs.seed={}", KILLS, durability, seed);
          try (CrashHarness harness =
              new CrashHarness(home.resolve("s" + seed), durability, seed)) {
            CrashReport report = harness.run(KILLS);
            LOG.info("{}\n{}", CrashReport.titles(), report.row());
            assertTrue(report.steps > KILLS, "hardly anything was done");
          }
        });
  }
}
