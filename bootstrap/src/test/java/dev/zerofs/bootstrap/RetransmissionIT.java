package dev.zerofs.bootstrap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that are repeated to the process that comes after a kill -9. */
class RetransmissionIT {

  private static final int NOENT = 2;
  private static final int LOOKS_MAX = 100_000;

  @TempDir private Path home = Path.of("set by JUnit");

  @ParameterizedTest
  @ValueSource(strings = {"bucket", "journal"})
  void whatWasAnsweredIsAnsweredAgain(String durability) throws Exception {
    List<byte[]> calls;
    List<byte[]> replies = new ArrayList<>();
    try (Program first = start(durability)) {
      try (NfsProbe client = new NfsProbe(first.port())) {
        calls = calls(client);
        for (byte[] call : calls) {
          replies.add(client.exchange(call));
        }
      }
      first.kill();
    }
    for (int restarts = 0; restarts < 2; restarts++) {
      try (Program next = start(durability)) {
        try (NfsProbe client = new NfsProbe(next.port())) {
          for (int i = 0; i < calls.size(); i++) {
            assertEquals(0, client.status(calls.get(i)), "call " + (i + 1));
            assertArrayEquals(replies.get(i), client.exchange(calls.get(i)), "call " + (i + 1));
          }
          assertNames(client);
        }
        next.kill();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bucket", "journal"})
  void whatWasCarriedOutAndNotAnsweredIsAnswered(String durability) throws Exception {
    List<byte[]> calls;
    try (Program first = start(durability)) {
      int port = first.port();
      try (NfsProbe client = new NfsProbe(port);
          NfsProbe other = new NfsProbe(port)) {
        calls = calls(client);
        for (byte[] call : calls) {
          client.send(call); // and nobody reads the replies
        }
        awaitNames(other);
        // History is a prefix: this is stable only when what came before it is.
        assertEquals(0, other.makeDirectory("afterwards"));
      }
      first.kill();
    }
    try (Program next = start(durability);
        NfsProbe client = new NfsProbe(next.port())) {
      assertNames(client);
      for (int i = 0; i < calls.size(); i++) {
        assertEquals(0, client.status(calls.get(i)), "call " + (i + 1));
      }
      assertNames(client);
    }
  }

  private Program start(String durability) throws IOException {
    return Program.start(
        home.resolve("one"),
        Map.of(),
        "run",
        "--listen",
        "127.0.0.1:0",
        "--durability",
        durability);
  }

  /** Calls that do not depend on each other, and would all fail if they were carried out twice. */
  private static List<byte[]> calls(NfsProbe client) throws IOException {
    for (String name : List.of("file", "doomed", "old")) {
      assertEquals(0, client.status(client.create(name)));
    }
    return List.of(
        client.mkdir("directory"),
        client.create("created"),
        client.remove("doomed"),
        client.rename("old", "new"),
        client.link(client.handle("file"), "second"));
  }

  private static List<Integer> names(NfsProbe client) throws IOException {
    List<Integer> statuses = new ArrayList<>();
    for (String name : List.of("directory", "created", "doomed", "old", "new", "second")) {
      statuses.add(client.lookup(name));
    }
    return statuses;
  }

  private static void assertNames(NfsProbe client) throws IOException {
    assertEquals(List.of(0, 0, NOENT, NOENT, 0, 0), names(client));
  }

  private static void awaitNames(NfsProbe client) throws IOException {
    int looks = 0;
    while (!names(client).equals(List.of(0, 0, NOENT, NOENT, 0, 0))) {
      looks++;
      assertTrue(looks < LOOKS_MAX, "the calls are not carried out");
    }
  }
}
