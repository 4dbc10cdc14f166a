package dev.zerofs.benchmarks.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * More is written than a heap of 256 MiB could hold, and faster than the store takes it: the
 * workload of {@code benchmarks/engine --only slow-store}, cut down, in a process of its own.
 */
@Timeout(180)
final class SlowStoreIT {

  private static final int PROCESS_SECONDS_MAX = 150;

  @ParameterizedTest
  @ValueSource(strings = {"journal", "memory"})
  void writersWaitAndNothingFails(String durability, @TempDir Path directory) throws Exception {
    Path results = directory.resolve("results");
    Path output = directory.resolve("output");
    Process process = start(directory.resolve("volume"), results, output, durability);
    try {
      assertTrue(process.waitFor(PROCESS_SECONDS_MAX, TimeUnit.SECONDS), "it does not end");
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), () -> read(output));
    assertTrue(read(results).contains("no error"), () -> read(output));
  }

  private static Process start(Path directory, Path results, Path output, String durability)
      throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.zerofs.benchmarks.EngineBenchmark",
            "slow-store",
            "--small",
            "--directory",
            directory.toString(),
            "--results",
            results.toString(),
            "--option",
            "durability=" + durability,
            "--option",
            "megabytes=700",
            "--option",
            "megabytes-per-second=80");
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return e.toString();
    }
  }
}
