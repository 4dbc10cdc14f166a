package dev.zerofs.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the process says to whoever calls it wrongly, or only asks. */
class CommandLineIT {

  @TempDir private Path home = Path.of("set by JUnit");

  @Test
  void helpAndVersionAreAnsweredOnStandardOutput() throws Exception {
    try (Program help = Program.start(home, Map.of(), "--help");
        Program version = Program.start(home, Map.of(), "version")) {
      assertEquals(0, help.exitStatus());
      String text = help.output();
      assertTrue(text.contains("Usage: zerofs") && text.contains("run"), text);
      assertTrue(text.contains("3 another server has taken the volume over"), text);
      assertEquals(0, version.exitStatus());
      assertTrue(version.output().startsWith("zerofs "));
      assertEquals("", help.errorsText() + version.errorsText());
    }
  }

  @Test
  void wrongUsageIsStatusTwo() throws Exception {
    try (Program unknown = Program.start(home, Map.of(), "run", "--lisen", "127.0.0.1:0")) {
      assertEquals(2, unknown.exitStatus());
      assertTrue(unknown.errorsText().startsWith("zerofs: Unknown option"), unknown::errorsText);
      assertFalse(unknown.errorsText().contains("\tat "), unknown::errorsText);
    }
  }

  @Test
  void wrongConfigurationIsStatusTwoAndOneLine() throws Exception {
    Path file = Files.writeString(home.resolve("zerofs.yaml"), "nfs:\n  listn: 127.0.0.1:0\n");
    try (Program run = Program.start(home, Map.of(), "run", "--config", file.toString())) {
      run.assertFails(2, "nfs.listn (" + file + "): is not a known key; did you mean nfs.listen?");
    }
  }

  @Test
  void aMissingRequiredVariableIsStatusTwo() throws Exception {
    try (Program run = Program.start(home, Map.of("AWS_S3_BUCKET", "my-bucket"), "run")) {
      run.assertFails(2, "cache.dir (environment variable SLATEDB_CACHE_DIR): is missing");
    }
  }

  @Test
  void aWrongNameIsStatusTwoBeforeAnythingIsMade() throws Exception {
    String store = home.resolve("volume").toUri().toString();
    Map<String, String> environment = Map.of("ZEROFS_PROTOCOLS", "smb");
    try (Program run = Program.start(home, environment, "run", "--store", store)) {
      run.assertFails(2, "protocols (environment variable ZEROFS_PROTOCOLS): there is no protocol");
      assertFalse(Files.exists(home.resolve("volume")));
    }
  }

  @Test
  void anAddressInUseIsStatusOneAndNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      try (Program run = Program.start(home, Map.of(), "run", "--listen", address)) {
        run.assertFails(1, "cannot start: ");
        assertTrue(run.errorsText().contains(address), run::errorsText);
      }
    }
  }

  @Test
  void theEffectiveConfigurationIsShownWithoutSecrets() throws Exception {
    Map<String, String> environment =
        Map.of("AWS_SECRET_ACCESS_KEY", "hush", "ZEROFS_NFS_LISTEN", "127.0.0.1:12049");
    try (Program show = Program.start(home, environment, "config", "show")) {
      assertEquals(0, show.exitStatus(), show::errorsText);
      String text = show.output();
      assertTrue(
          text.contains("nfs.listen = 127.0.0.1:12049  (environment variable ZEROFS_NFS_LISTEN)"),
          text);
      assertTrue(text.contains("s3.secret-access-key = (secret)"), text);
      assertFalse(text.contains("hush"), text);
    }
  }
}
