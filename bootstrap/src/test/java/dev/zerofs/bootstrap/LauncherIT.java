package dev.zerofs.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as it is unpacked, and its launcher's cache of loaded classes. */
class LauncherIT {

  private static final int PATIENCE_SECONDS = 240;

  @TempDir private Path home = Path.of("set by JUnit");
  private Path distribution = Path.of("set before each test");

  /** What a run left. */
  private record Result(int status, String output) {}

  @BeforeEach
  void findDistribution() throws IOException, URISyntaxException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "the launcher is a shell script");
    Path classes =
        Path.of(LauncherIT.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(classes.resolveSibling(""), "zerofs-*")) {
      for (Path directory : found) {
        if (Files.isDirectory(directory.resolve("lib"))) {
          distribution = directory;
        }
      }
    }
    assertTrue(Files.isDirectory(distribution), "mvn package makes the distribution");
  }

  @Test
  void itHasWhatAnInstallationNeeds() {
    for (String part :
        List.of(
            "bin/zerofs",
            "conf/zerofs.yaml",
            "plugins/README",
            "systemd/zerofs.service",
            "systemd/zerofs@.service",
            "docs/README.md",
            "LICENSE")) {
      assertTrue(Files.isRegularFile(distribution.resolve(part)), part);
    }
    assertTrue(Files.isExecutable(distribution.resolve("bin/zerofs")));
  }

  @Test
  void theClassCacheIsMadeUsedAndNeverInTheWay() throws Exception {
    Path caches = home.resolve("cache/zerofs/aot");
    assertVersion(run("off"));
    assertFalse(Files.exists(caches), "off leaves nothing");

    assertVersion(run("make"));
    List<Path> made = list(caches);
    assertEquals(1, made.size(), () -> "files: " + made);
    Path cache = made.getFirst();
    assertTrue(cache.toString().endsWith(".aot") && Files.size(cache) > 1 << 20);

    String used = launch("auto", Map.of(), "/bin/sh", "-x").output();
    assertTrue(used.contains("-XX:AOTCache=" + cache), used);
    Map<String, String> otherOptions = Map.of("ZEROFS_JAVA_OPTS", "-Xmx300m");
    String unused = launch("auto", otherOptions, "/bin/sh", "-x").output();
    assertFalse(unused.contains("-XX:AOTCache="), unused);

    Files.writeString(cache, "not a cache");
    assertVersion(run("auto"));
  }

  @Test
  void withoutAPlaceForTheCacheNothingIsSaid() throws Exception {
    Path file = Files.writeString(home.resolve("cache"), "a file where a directory should be");
    assertVersion(run("make"));
    assertTrue(Files.isRegularFile(file));
  }

  @Test
  void anEmptyEndpointIsNoneForTheSdkEither() throws Exception {
    Path jdk = home.resolve("jdk");
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25\"\n");
    Path java = Files.writeString(jdk.resolve("bin/java"), "#!/bin/sh\nexec env\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    Map<String, String> variables =
        Map.of(
            "ZEROFS_JAVA_HOME",
            jdk.toString(),
            "AWS_ENDPOINT_URL",
            "",
            "AWS_ENDPOINT_URL_S3",
            "http://x");
    List<String> seen = launch("off", variables).output().lines().toList();
    assertTrue(seen.contains("AWS_ENDPOINT_URL_S3=http://x"), seen::toString);
    assertFalse(seen.contains("AWS_ENDPOINT_URL="), seen::toString);
  }

  private static void assertVersion(Result result) {
    assertEquals(0, result.status(), result::output);
    assertTrue(result.output().startsWith("zerofs "), result::output);
    assertEquals(1, result.output().lines().count(), result::output);
  }

  private Result run(String aot) throws Exception {
    return launch(aot, Map.of());
  }

  private Result launch(String aot, Map<String, String> more, String... interpreter)
      throws Exception {
    Path output = Files.createTempFile(home, "output", ".txt");
    List<String> command =
        Stream.concat(
                Stream.of(interpreter),
                Stream.of(distribution.resolve("bin/zerofs").toString(), "version"))
            .toList();
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", "/usr/bin:/bin",
                "HOME", home.toString(),
                "XDG_CACHE_HOME", home.resolve("cache").toString(),
                "ZEROFS_JAVA_HOME", System.getProperty("java.home"),
                "ZEROFS_AOT", aot));
    builder.environment().putAll(more);
    Process process = builder.start();
    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> "hangs: " + command);
    return new Result(process.exitValue(), Files.readString(output));
  }

  private static List<Path> list(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
