package dev.zerofs.gcs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStoreException.Fatal;
import dev.zerofs.ports.objectstore.ObjectStoreException.OutcomeUnknown;
import dev.zerofs.ports.objectstore.ObjectStoreException.PreconditionFailed;
import dev.zerofs.ports.objectstore.ObjectStoreException.Transient;
import dev.zerofs.ports.objectstore.ObjectStoreWireContract;
import dev.zerofs.ports.objectstore.WireFault;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The wire contract, and what is Google's alone. */
final class GcsWireTest extends ObjectStoreWireContract<String, BrokenWire.Break> {

  private static final String PAGE_TOKEN = "further";

  @Override
  protected Service start() throws Exception {
    FakeGcsServer server = FakeGcsServer.start();
    server.createBucket("wire");
    return new Service(
        GcsConnection.open(
            URI.create("gs://wire"),
            server.settings(),
            http -> http.addExecInterceptorFirst("wire", new BrokenWire(wire)),
            _ -> {}), // Nobody waits between attempts.
        server);
  }

  @Override
  protected BrokenWire.Break breakOf(WireFault fault) {
    return switch (fault) {
      case LOST_ANSWER -> BrokenWire::loseAnswer;
      case LOST_REQUEST -> BrokenWire::loseRequest;
      case REFUSED_CONNECTION -> BrokenWire::refuse;
      case SERVER_ERROR -> BrokenWire.error(500, "backendError");
      case GATEWAY_TIMEOUT -> BrokenWire.error(504, "backendError");
      case THROTTLED -> BrokenWire.error(429, "rateLimitExceeded");
      case DENIED -> BrokenWire.error(403, "forbidden");
      case NO_BUCKET ->
          BrokenWire.document(
              404, new Refusal(404, "notFound", "The specified bucket does not exist.").document());
    };
  }

  @Override
  protected String textOf(String request) {
    return request;
  }

  @Override
  protected String resumption() {
    return "pageToken=" + PAGE_TOKEN;
  }

  // ---- writes

  @Test
  void aRetryAfterAnErrorOfAGatewayIsUnknownToo() {
    put();
    for (int status : new int[] {500, 502, 503, 504}) {
      wire.next(BrokenWire.error(status, "backendError"));
      assertFails(OutcomeUnknown.class, this::putIfAbsent);
    }
    wire.next(BrokenWire.document(503, "upstream connect error"));
    assertFails(OutcomeUnknown.class, this::putIfAbsent);
  }

  @Test
  void aRetryAfterAConflictIsCertain() {
    put();
    wire.next(BrokenWire.error(503, "rateLimitExceeded"), BrokenWire.error(409, "conflict"));
    assertFails(PreconditionFailed.class, this::putIfAbsent);
    assertEquals(3, wire.requests().size());
  }

  @Test
  void aDeleteOfManyThatNeverArrivedIsTransient() {
    BrokenWire.Break slow = BrokenWire.error(429, "rateLimitExceeded");
    wire.next(slow, slow, slow);
    assertFails(Transient.class, () -> store().deleteAll(List.of(KEY, OTHER)));
  }

  @Test
  void aWriteThatIsNotAllowedSaysWhichRoleIsMissing() {
    wire.next(BrokenWire.error(403, "forbidden"));
    String message = String.valueOf(assertFails(Fatal.class, this::put).getMessage());
    assertTrue(message.contains("Object User"), message);
  }

  @Test
  void aBodyThatArrivesChangedIsRefused() {
    wire.next(BrokenWire::flipSentBit);
    String message = String.valueOf(assertFails(Fatal.class, this::put).getMessage());
    assertTrue(message.contains("CRC32C"), message);
    assertNull(store().head(KEY));
  }

  @Test
  void everyKeyOfADeleteOfManyIsLookedAt() {
    assertFails(Fatal.class, () -> deleteAll("403 Forbidden", "forbidden"));
    assertFails(Transient.class, () -> deleteAll("429 Too Many Requests", "rateLimitExceeded"));
    assertFails(OutcomeUnknown.class, () -> deleteAll("500 Internal", "backendError"));
  }

  /** Every attempt is answered in the same way. */
  private void deleteAll(String status, String reason) {
    int code = Integer.parseInt(status.substring(0, 3));
    String document = new Refusal(code, reason, "as the test says").document();
    String part =
        "--part\r\nContent-Type: application/http\r\nContent-ID: <response-%d>\r\n\r\n"
            + "HTTP/1.1 "
            + status
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + document.length()
            + "\r\n\r\n"
            + document
            + "\r\n";
    BrokenWire.Break two = BrokenWire.multipart(part.formatted(1) + part.formatted(2));
    BrokenWire.Break one = BrokenWire.multipart(part.formatted(1));
    wire.next(two, two, two, one, one);
    store().deleteAll(List.of(KEY, OTHER));
  }

  // ---- reads

  @Test
  void aBodyThatIsShortIsReadAgain() {
    put();
    wire.next(BrokenWire.shortAnswer(4));
    assertEquals(BODY, store().get(KEY, 0, 10));
  }

  @Test
  void aBodyThatIsShortOrChangedIsTransient() {
    put();
    BrokenWire.Break shorter = BrokenWire.shortAnswer(9);
    wire.next(shorter, shorter, shorter);
    assertFails(Transient.class, () -> store().get(KEY));
    wire.next(shorter, shorter, shorter);
    assertFails(Transient.class, () -> store().get(KEY, 0, 10));
    wire.next(BrokenWire::flipBit, BrokenWire::flipBit, BrokenWire::flipBit);
    String message =
        String.valueOf(assertFails(Transient.class, () -> store().get(KEY)).getMessage());
    assertTrue(message.contains("CRC-32C"), message);
    wire.next(BrokenWire::flipBit, BrokenWire::flipBit, BrokenWire::flipBit);
    assertFails(Transient.class, () -> store().get(KEY, 0, 100));
  }

  // ---- listings

  @Test
  void aListingBeginsAtTheFirstKeyAfterTheStart() {
    Stream.of("a", "a-", "a-b", "a.b", "b").map(ObjectKey::new).forEach(k -> store().put(k, BODY));
    wire.next();
    assertEquals(List.of("a-"), names(store().list("", new ObjectKey("a"), 1)));
    assertEquals(List.of("a-b", "a.b"), names(store().list("", new ObjectKey("a-"), 2)));
    assertEquals(2, wire.requests().size());
  }

  @Test
  void aListingFromBeforeItsStartIsFatal() {
    listNext(listed(false, "a", "b"));
    assertFails(Fatal.class, () -> store().list("", new ObjectKey("a"), 10));
  }

  @Override
  protected BrokenWire.Break answerOf(ListedNames page) {
    String items =
        page.names().stream()
            .map(
                name ->
                    "{\"name\":\"%s\",\"size\":\"1\",\"updated\":\"2026-01-01T00:00:00.000Z\"}"
                        .formatted(name))
            .collect(Collectors.joining(","));
    String next = page.more() ? "\"nextPageToken\":\"" + PAGE_TOKEN + "\"," : "";
    return BrokenWire.document(200, "{" + next + "\"items\":[" + items + "]}");
  }

  // ---- what is sent

  @Test
  void aDeleteOfManyIsOneRequest() {
    wire.next();
    store().deleteAll(List.of(KEY, OTHER));
    assertEquals(1, wire.requests().size(), wire.requests()::toString);
  }
}
