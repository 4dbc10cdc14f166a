package dev.zerofs.benchmarks.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A JVM on this one's class path, to be killed with -9. For one thread. */
public final class ChildJvm implements AutoCloseable {

  /** How {@code bin/zerofs} starts a server, with the heap of the measurements. */
  public static final List<String> LAUNCHER_OPTIONS =
      List.of(
          "-Xmx512m",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:G1HeapRegionSize=4m",
          "-XX:MaxInlineLevel=9",
          "-XX:FreqInlineSize=150");

  private final Process process;
  private final BufferedReader out;

  private ChildJvm(Process process) {
    this.process = process;
    this.out = process.inputReader();
  }

  /** Starts one with {@code jvmOptions}. Its standard error is this process's. */
  public static ChildJvm start(List<String> jvmOptions, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(arguments);
    try {
      return new ChildJvm(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads lines until one is {@code wanted}.
   *
   * @throws IllegalStateException if it ends before
   */
  public String awaitLine(Predicate<String> wanted) {
    try {
      @Nullable String last = null;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (wanted.test(line)) {
          return line;
        }
        last = line;
      }
      throw new IllegalStateException("the process ended; its last line was: " + last);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The processor time that it has used, in seconds, to a hundredth. */
  public double processorSeconds() {
    return process.info().totalCpuDuration().map(used -> used.toNanos() / 1e9).orElse(0.0);
  }

  /** Kills it with -9 and waits until it is gone. */
  @Override
  public void close() {
    try {
      var _ = process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
