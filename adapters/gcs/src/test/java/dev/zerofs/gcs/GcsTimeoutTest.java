package dev.zerofs.gcs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.TestSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A server that takes connections and is silent does not hold a request for ever. The store may be
 * silent for an hour here, so that it is the limit on the whole attempt that ends each.
 */
@Timeout(60)
final class GcsTimeoutTest {

  private static final ObjectKey KEY = new ObjectKey("log/1");
  private static final String EMPTY_LIST = "{\"kind\":\"storage#objects\"}";

  private ServerSocket server = unbound();

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private static ServerSocket unbound() {
    try {
      return new ServerSocket();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A store whose server answers the list of the opening, and then nobody. */
  private ObjectStore opened() throws Exception {
    Thread answering =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (Socket first = server.accept()) {
                    answer(first);
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });
    ObjectStore store = open("http");
    answering.join();
    return store;
  }

  private static void answer(Socket client) throws IOException {
    BufferedReader request =
        new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
    String line = request.readLine();
    while (line != null && !line.isEmpty()) {
      line = request.readLine();
    }
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
            + "Content-Length: %d\r\n\r\n".formatted(EMPTY_LIST.length());
    client.getOutputStream().write((head + EMPTY_LIST).getBytes(US_ASCII));
  }

  private ObjectStore open(String scheme) {
    Settings settings =
        TestSettings.of(
            Map.of(
                "gcs.endpoint", scheme + "://127.0.0.1:" + server.getLocalPort(),
                "gcs.allow-http", "true",
                "gcs.anonymous", "true",
                "gcs.attempts-max", "2",
                "gcs.connect-timeout", "1h",
                "gcs.idle-timeout", "1h",
                "gcs.attempt-timeout", "500ms"));
    return GcsConnection.open(
        URI.create("gs://silent"), settings, UnaryOperator.identity(), _ -> {});
  }

  @Test
  void anAnswerThatDoesNotComeIsAPassingFailure() throws Exception {
    try (ObjectStore store = opened()) {
      String message =
          String.valueOf(
              assertThrows(ObjectStoreException.Transient.class, () -> store.get(KEY))
                  .getMessage());
      assertTrue(message.contains("not done within 500 ms"), message);
    }
  }

  /** The server takes what fits into the buffers of two sockets, and nothing more. */
  @Test
  void aBodyThatIsNotTakenLeavesTheOutcomeUnknown() throws Exception {
    Bytes body = Bytes.wrap(new byte[64 << 20]);
    try (ObjectStore store = opened()) {
      assertThrows(ObjectStoreException.OutcomeUnknown.class, () -> store.put(KEY, body));
    }
  }

  @Test
  void aHandshakeThatIsNotAnsweredEnds() {
    assertThrows(ObjectStoreException.class, () -> open("https").close());
  }
}
