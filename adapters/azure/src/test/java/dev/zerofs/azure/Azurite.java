package dev.zerofs.azure;

import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.Settings.Given;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The emulator of the service that Microsoft maintains, as a process on 127.0.0.1 and a free port,
 * in memory. It is installed into the module's build directory once; where that cannot be, the test
 * is skipped and says why.
 */
final class Azurite implements AutoCloseable {

  private static final String VERSION = "3.35.0";

  /** The emulator's one account; it and its key are the same everywhere and no secret. */
  static final String ACCOUNT = "devstoreaccount1";

  static final String ACCOUNT_KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  private static final Pattern LISTENING =
      Pattern.compile(".*successfully listen(?:s|ing) (?:on|at) (http://[0-9.:]+).*");

  private final Process process;
  private final URI endpoint;

  private Azurite(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Starts one without containers, or has the test skipped. */
  static Azurite start() throws Exception {
    Path main = installed().resolve("node_modules/azurite/dist/src/blob/main.js");
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

  private static Path installed() throws Exception {
    Path directory = Path.of("target", "azurite").toAbsolutePath();
    if (!Files.exists(directory.resolve("node_modules/azurite/package.json"))) {
      Files.createDirectories(directory);
      @Nullable String problem =
          run("npm", "install", "--no-save", "--prefix", directory.toString(), "azurite@" + VERSION);
      Assumptions.assumeTrue(
          problem == null, "Azurite cannot be installed, which needs node and npm: " + problem);
    }
    @Nullable String problem = run("node", "--version");
    Assumptions.assumeTrue(problem == null, "Azurite needs node: " + problem);
    return directory;
  }

  /** Null, or why it did not work. */
  private static @Nullable String run(String... command) throws Exception {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor(10, TimeUnit.MINUTES) && process.exitValue() == 0
        ? null
        : out.strip().lines().findFirst().orElse("no output");
  }

  /** Makes an empty container. */
  void createContainer(String name) {
    new BlobContainerClientBuilder()
        .endpoint(endpoint.toString())
        .credential(new StorageSharedKeyCredential(ACCOUNT, ACCOUNT_KEY))
        .containerName(name)
        .buildClient()
        .create();
  }

  /** Where the account is. */
  URI endpoint() {
    return endpoint;
  }

  /** Everything a client needs to know. */
  Settings settings() {
    return settings(Map.of());
  }

  /** Everything a client needs to know, with other values for some keys. */
  Settings settings(Map<String, String> others) {
    var all =
        new HashMap<String, String>(
            Map.of(
                "azure.endpoint",
                endpoint.toString(),
                "azure.allow-http",
                "true",
                "azure.account",
                ACCOUNT,
                "azure.account-key",
                ACCOUNT_KEY));
    all.putAll(others);
    return given(all);
  }

  /** Settings with these values alone. */
  static Settings given(Map<String, String> texts) {
    var given = new HashMap<String, Given>();
    texts.forEach((key, value) -> given.put(key, new Given(value, "test")));
    return Settings.of(given);
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
