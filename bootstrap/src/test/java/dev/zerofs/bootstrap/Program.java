package dev.zerofs.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program in a JVM of its own, on this test's class path. */
public final class Program implements AutoCloseable {

  private static final Pattern SERVING = Pattern.compile("serving nfs3 on 127\\.0\\.0\\.1:(\\d+)");
  private static final int PATIENCE_SECONDS = 60;

  /** More options of the JVM, separated by spaces: a class cache, say, for thousands of starts. */
  private static final String OPTIONS = System.getProperty("zerofs.program.options", "").strip();

  private final Process process;
  private final BufferedReader out;
  private final Path errors;

  private Program(Process process, Path errors) {
    this.process = process;
    this.out = process.inputReader();
    this.errors = errors;
  }

  /**
   * Starts it.
   *
   * @param home where it lives: its home directory and its standard error
   * @param environment all of its environment
   */
  public static Program start(Path home, Map<String, String> environment, String... arguments)
      throws IOException {
    Files.createDirectories(home);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-Duser.home=" + home));
    command.addAll(OPTIONS.isEmpty() ? List.of() : List.of(OPTIONS.split(" +")));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "dev.zerofs.bootstrap.Main"));
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile(home, "stderr", ".log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new Program(builder.start(), errors);
  }

  /** Waits for the line that it serves, and tells the port. */
  public int port() throws IOException {
    String line = out.readLine();
    Matcher matcher = SERVING.matcher(String.valueOf(line));
    assertTrue(matcher.matches(), () -> "standard output: " + line + "\n" + errorsText());
    return Integer.parseInt(matcher.group(1));
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.toHandle().destroy(); // which, unlike Process.destroy, leaves its output readable
  }

  /** Kills it as a power cut would. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  /** Waits for the end and tells the exit status. */
  public int exitStatus() throws InterruptedException {
    return exitStatusWithin(PATIENCE_SECONDS);
  }

  /** Waits for the end, but not longer than {@code seconds}. */
  public int exitStatusWithin(int seconds) throws InterruptedException {
    assertTrue(
        process.waitFor(seconds, TimeUnit.SECONDS),
        () -> "still running after " + seconds + " s\n" + errorsText());
    return process.exitValue();
  }

  /** The rest of standard output. */
  public String output() {
    return String.join("\n", out.lines().toList());
  }

  /** Reads no more of standard output, as {@code head} does. */
  void closeOutput() throws IOException {
    out.close();
  }

  /** Standard error up to now. */
  public String errorsText() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      return "no standard error: " + e;
    }
  }

  /** Ends with {@code status} and one line on standard error that contains {@code text}. */
  void assertFails(int status, String text) throws InterruptedException {
    assertEquals(status, exitStatus(), this::errorsText);
    assertEquals(1, errorsText().lines().count(), this::errorsText);
    assertTrue(errorsText().contains(text), this::errorsText);
    assertEquals("", output());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
