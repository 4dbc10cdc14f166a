package dev.zerofs.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's life as a process: start, signals, a kill, a takeover. */
class ServerIT {

  private static final int STOP_SECONDS = 10;

  @TempDir private Path home = Path.of("set by JUnit");

  @Test
  void theEmbeddedDefaultServesAndStopsOnSigterm() throws Exception {
    try (Program server = start("one")) {
      int port = server.port();
      try (NfsProbe probe = new NfsProbe(port)) {
        assertEquals(0, probe.makeDirectory("made"));
        assertTrue(server.errorsText().contains("mount -t nfs -o vers=3,nolock,tcp,port=" + port));
        assertTrue(Files.isDirectory(home.resolve("one/.local/share/zerofs/volume")));
        assertStops(server); // with a client connected
      }
      assertEquals("", server.output());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bucket", "journal", "memory"})
  void whatWasAcknowledgedIsThereAfterACleanStop(String durability) throws Exception {
    try (Program first = start("one", "--durability", durability)) {
      make(first.port(), "made");
      assertStops(first);
    }
    try (Program second = start("one", "--durability", durability)) {
      assertFinds(second.port(), "made");
      assertStops(second);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bucket", "journal"})
  void whatWasAcknowledgedIsThereAfterAKill(String durability) throws Exception {
    try (Program first = start("one", "--durability", durability)) {
      make(first.port(), "made");
      first.kill();
    }
    try (Program second = start("one", "--durability", durability)) {
      assertFinds(second.port(), "made");
      assertStops(second);
    }
  }

  @Test
  void theLaterOfTwoServersWinsAndTheEarlierSaysSoWithAStatusOfItsOwn() throws Exception {
    String store = home.resolve("shared").toUri().toString();
    try (Program earlier = start("one", "--store", store, "--durability", "bucket")) {
      int port = earlier.port();
      try (NfsProbe client = new NfsProbe(port);
          Program later = start("two", "--store", store, "--durability", "bucket")) {
        make(later.port(), "later");
        // A change makes the earlier one see the fence; it must fall silent, not answer.
        assertThrows(IOException.class, () -> client.makeDirectory("earlier"));
        assertEquals(3, earlier.exitStatus(), earlier::errorsText);
        assertTrue(
            earlier.errorsText().contains("another server has taken this volume over"),
            earlier::errorsText);
        assertStops(later);
      }
    }
  }

  private Program start(String name, String... more) throws IOException {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "run";
    arguments[1] = "--listen";
    arguments[2] = "127.0.0.1:0";
    System.arraycopy(more, 0, arguments, 3, more.length);
    return Program.start(home.resolve(name), Map.of(), arguments);
  }

  private static void assertStops(Program server) throws InterruptedException {
    server.terminate();
    assertEquals(0, server.exitStatusWithin(STOP_SECONDS), server::errorsText);
  }

  private static void make(int port, String name) throws IOException {
    try (NfsProbe probe = new NfsProbe(port)) {
      assertEquals(0, probe.makeDirectory(name));
    }
  }

  private static void assertFinds(int port, String name) throws IOException {
    try (NfsProbe probe = new NfsProbe(port)) {
      assertEquals(0, probe.lookup(name));
    }
  }
}
