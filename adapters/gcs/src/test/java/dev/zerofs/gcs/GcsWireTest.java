package dev.zerofs.gcs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.objectstore.ObjectStoreException.Fatal;
import dev.zerofs.ports.objectstore.ObjectStoreException.OutcomeUnknown;
import dev.zerofs.ports.objectstore.ObjectStoreException.PreconditionFailed;
import dev.zerofs.ports.objectstore.ObjectStoreException.Transient;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a failure means, by what went over the wire before it. */
@Timeout(60)
final class GcsWireTest {

  private static final ObjectKey KEY = new ObjectKey("log/1");
  private static final ObjectKey OTHER = new ObjectKey("log/2");
  private static final Bytes BODY = Bytes.utf8("0123456789");

  private final BrokenWire wire = new BrokenWire();
  private @Nullable FakeGcsServer server;
  private @Nullable ObjectStore opened;

  @BeforeEach
  void open() throws Exception {
    FakeGcsServer started = FakeGcsServer.start();
    server = started;
    started.createBucket("wire");
    opened =
        GcsConnection.open(
            URI.create("gs://wire"),
            started.settings(),
            http -> http.addExecInterceptorFirst("wire", wire),
            _ -> {}); // Nobody waits between attempts.
    wire.next();
  }

  @AfterEach
  void close() {
    store().close();
    if (server != null) {
      server.close();
    }
  }

  private ObjectStore store() {
    if (opened == null) {
      throw new IllegalStateException("not open");
    }
    return opened;
  }

  private static <E extends ObjectStoreException> E assertFails(Class<E> kind, Runnable call) {
    return assertThrows(kind, call::run);
  }

  private void putIfAbsent() {
    store().putIfAbsent(KEY, BODY);
  }

  private void put() {
    store().put(KEY, BODY);
  }

  // ---- writes

  @Test
  void aRetryThatMeetsItsFirstTrysEffectIsUnknown() {
    wire.next(BrokenWire::loseAnswer);
    assertFails(OutcomeUnknown.class, this::putIfAbsent);
    assertEquals(2, wire.requests().size(), "it was tried again");
    assertEquals(BODY, store().get(KEY));
  }

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
  void aRetryAfterSomethingThatWasCertainlyNotDoneIsCertain() {
    put();
    wire.next(BrokenWire::refuse, BrokenWire.error(429, "rateLimitExceeded"));
    assertFails(PreconditionFailed.class, this::putIfAbsent);
    assertEquals(3, wire.requests().size());
    wire.next(BrokenWire.error(503, "rateLimitExceeded"), BrokenWire.error(409, "conflict"));
    assertFails(PreconditionFailed.class, this::putIfAbsent);
    store().delete(KEY);
    wire.next(BrokenWire::refuse, BrokenWire::refuse);
    putIfAbsent();
    assertEquals(BODY, store().get(KEY));
  }

  @Test
  void aWriteThatMayHaveArrivedIsUnknown() {
    wire.next(BrokenWire::loseRequest, BrokenWire::loseRequest, BrokenWire::loseRequest);
    assertFails(OutcomeUnknown.class, this::put);
    wire.next(BrokenWire::refuse, BrokenWire::loseAnswer, BrokenWire::refuse);
    assertFails(OutcomeUnknown.class, this::put);
    BrokenWire.Break gateway = BrokenWire.error(504, "backendError");
    wire.next(gateway, gateway, gateway);
    assertFails(OutcomeUnknown.class, () -> store().delete(KEY));
  }

  @Test
  void aWriteThatNeverArrivedIsTransient() {
    wire.next(BrokenWire::refuse, BrokenWire::refuse, BrokenWire::refuse);
    assertFails(Transient.class, this::put);
    BrokenWire.Break slow = BrokenWire.error(429, "rateLimitExceeded");
    wire.next(slow, slow, slow);
    assertFails(Transient.class, this::putIfAbsent);
    wire.next(slow, slow, slow);
    assertFails(Transient.class, () -> store().deleteAll(List.of(KEY, OTHER)));
    assertNull(store().head(KEY));
  }

  @Test
  void aWriteThatIsNotAllowedIsFatalAndSaysWhy() {
    wire.next(BrokenWire.error(403, "forbidden"));
    String message = String.valueOf(assertFails(Fatal.class, this::put).getMessage());
    assertTrue(message.contains("gs://wire/") && message.contains("Object User"), message);
    assertEquals(1, wire.requests().size(), "it was tried again");
    wire.next(BrokenWire::loseAnswer, BrokenWire.error(403, "forbidden"));
    assertFails(OutcomeUnknown.class, this::putIfAbsent);
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
    put();
    store().put(OTHER, BODY);
    store().deleteAll(List.of(KEY, OTHER, new ObjectKey("missing")));
    assertEquals(List.of(), store().list("", null, 10).objects());
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
  void readsAreTriedAgain() {
    put();
    wire.next(BrokenWire::loseAnswer, BrokenWire.error(503, "backendError"));
    assertEquals(BODY, store().get(KEY));
    wire.next(BrokenWire.shortAnswer(4));
    assertEquals(BODY, store().get(KEY, 0, 10));
    wire.next(BrokenWire::refuse, BrokenWire.error(500, "backendError"));
    assertEquals(1, store().list("", null, 10).objects().size());
  }

  @Test
  void readsThatKeepFailingAreTransient() {
    put();
    BrokenWire.Break error = BrokenWire.error(500, "backendError");
    wire.next(error, error, error);
    assertFails(Transient.class, () -> store().get(KEY));
    wire.next(BrokenWire::loseRequest, BrokenWire::loseRequest, BrokenWire::loseRequest);
    assertFails(Transient.class, () -> store().list("", null, 10));
    wire.next(BrokenWire::refuse, BrokenWire::refuse, BrokenWire::refuse);
    assertFails(Transient.class, () -> store().head(KEY));
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

  @Test
  void aReadThatIsNotAllowedIsFatal() {
    wire.next(BrokenWire.error(403, "forbidden"));
    assertFails(Fatal.class, () -> store().get(KEY));
    String noBucket =
        new Refusal(404, "notFound", "The specified bucket does not exist.").document();
    wire.next(BrokenWire.document(404, noBucket));
    assertFails(Fatal.class, () -> store().get(KEY));
    wire.next(BrokenWire.document(404, noBucket));
    assertFails(Fatal.class, () -> store().delete(KEY));
  }

  // ---- listings

  @Test
  void whatIsNotOursIsLeftOutOfListings() {
    wire.next(
        listing("t1", "a folder/", "a//b"), listing("t2", "b", "c/"), listing("", "d", "e f"));
    ObjectPage page = store().list("", null, 2);
    assertEquals(List.of("b"), names(page));
    assertTrue(page.more());
    assertTrue(wire.requests().get(1).contains("pageToken=t1"), wire.requests()::toString);
    page = store().list("", new ObjectKey("b"), 2);
    assertEquals(List.of("d"), names(page));
    assertFalse(page.more());
  }

  @Test
  void aListingBeginsAtTheFirstKeyAfterTheStart() {
    Stream.of("a", "a-", "a-b", "a.b", "b").map(ObjectKey::new).forEach(k -> store().put(k, BODY));
    wire.next();
    assertEquals(List.of("a-"), names(store().list("", new ObjectKey("a"), 1)));
    assertEquals(List.of("a-b", "a.b"), names(store().list("", new ObjectKey("a-"), 2)));
    assertEquals(2, wire.requests().size());
  }

  @Test
  void aListingInAnotherOrderIsFatal() {
    wire.next(listing("", "b", "a"));
    assertFails(Fatal.class, () -> store().list("", null, 10));
    wire.next(listing("", "a", "b"));
    assertFails(Fatal.class, () -> store().list("", new ObjectKey("a"), 10));
  }

  private static List<String> names(ObjectPage page) {
    return page.objects().stream().map(o -> o.key().value()).toList();
  }

  private static BrokenWire.Break listing(String token, String... names) {
    String items =
        Stream.of(names)
            .map(
                name ->
                    "{\"name\":\"%s\",\"size\":\"1\",\"updated\":\"2026-01-01T00:00:00.000Z\"}"
                        .formatted(name))
            .reduce((a, b) -> a + "," + b)
            .orElse("");
    String next = token.isEmpty() ? "" : "\"nextPageToken\":\"" + token + "\",";
    return BrokenWire.document(200, "{" + next + "\"items\":[" + items + "]}");
  }

  // ---- what is sent

  @Test
  void aCallIsOneRequest() {
    put();
    wire.next();
    store().get(KEY);
    store().get(KEY, 0, 1);
    store().head(KEY);
    store().list("", null, 10);
    store().put(KEY, BODY);
    store().delete(KEY);
    putIfAbsent();
    store().deleteAll(List.of(KEY, OTHER));
    store().deleteAll(List.of());
    assertEquals(8, wire.requests().size(), wire.requests()::toString);
  }
}
