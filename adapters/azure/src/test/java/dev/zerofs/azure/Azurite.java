package dev.zerofs.azure;

import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.TestSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * The emulator of the service that Microsoft maintains, as a process on 127.0.0.1 and a free port,
 * in memory. It is installed into a build directory once, which needs npm; it runs on node.
 */
public final class Azurite implements AutoCloseable {

  private static final String VERSION = "3.35.0";

  /** The emulator's one account; it and its key are the same everywhere and no secret. */
  public static final String ACCOUNT = "devstoreaccount1";

  /** The key of the account. */
  public static final String ACCOUNT_KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  private static final Pattern LISTENING =
      Pattern.compile(".*successfully listen(?:s|ing) (?:on|at) (http://[0-9.:]+).*");

  private final Process process;
  private final URI endpoint;

  private Azurite(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Starts one without containers for a test, or has the test skipped. */
  static Azurite start() throws Exception {
    Path directory = Path.of("target", "azurite").toAbsolutePath();
    Optional<String> obstacle = obstacle(directory);
    Assumptions.assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    return start(directory);
  }

  /** Starts one without containers that is installed in {@code directory}. */
  public static Azurite start(Path directory) throws IOException {
    Path main = directory.resolve("node_modules/azurite/dist/src/blob/main.js");
    Process process =
        new ProcessBuilder(
                "node",
                main.toString(),
                "--blobHost",
                "127.0.0.1",
                "--blobPort",
                "0",
                "--inMemoryPersistence",
                "--skipApiVersionCheck",
                "--disableTelemetry",
                "--silent")
            .redirectErrorStream(true)
            .start();
    try {
      return new Azurite(process, URI.create(awaitEndpoint(process) + "/" + ACCOUNT));
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Installs it into {@code directory} unless it is there; why it cannot run, if so. */
  public static Optional<String> obstacle(Path directory) throws IOException, InterruptedException {
    if (!Files.exists(directory.resolve("node_modules/azurite/package.json"))) {
      Files.createDirectories(directory);
      Optional<String> problem =
          run(
              "npm",
              "install",
              "--no-save",
              "--prefix",
              directory.toString(),
              "azurite@" + VERSION);
      if (problem.isPresent()) {
        return Optional.of("Azurite cannot be installed, which needs npm: " + problem.get());
      }
    }
    return run("node", "--version").map(problem -> "Azurite needs node: " + problem);
  }

  private static String awaitEndpoint(Process process) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    List<String> said = new ArrayList<>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher matcher = LISTENING.matcher(line);
      if (matcher.matches()) {
        return matcher.group(1);
      }
      said.add(line);
    }
    throw new IOException("the emulator does not start: " + said);
  }

  /** Empty, or why it did not work. */
  private static Optional<String> run(String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0
        ? Optional.empty()
        : Optional.of(out.strip().lines().findFirst().orElse("no output"));
  }

  /** Makes an empty container. */
  public void createContainer(String name) {
    new BlobContainerClientBuilder()
        .endpoint(endpoint.toString())
        .credential(new StorageSharedKeyCredential(ACCOUNT, ACCOUNT_KEY))
        .containerName(name)
        .buildClient()
        .create();
  }

  /** Where the account is. */
  public URI endpoint() {
    return endpoint;
  }

  /** Everything a client needs to know. */
  Settings settings() {
    return settings(Map.of());
  }

  /** Everything a client needs to know, with other values for some keys. */
  Settings settings(Map<String, String> others) {
    return TestSettings.of(
        Map.of(
            "azure.endpoint",
            endpoint.toString(),
            "azure.allow-http",
            "true",
            "azure.account",
            ACCOUNT,
            "azure.account-key",
            ACCOUNT_KEY),
        others);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
