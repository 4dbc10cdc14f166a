package dev.zerofs.s3;

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
import dev.zerofs.ports.objectstore.ObjectStoreException.OutOfSpace;
import dev.zerofs.ports.objectstore.ObjectStoreException.OutcomeUnknown;
import dev.zerofs.ports.objectstore.ObjectStoreException.PreconditionFailed;
import dev.zerofs.ports.objectstore.ObjectStoreException.Transient;
import dev.zerofs.ports.objectstore.ObjectSummary;
import dev.zerofs.ports.time.ManualClock;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a failure means, by what went over the wire before it. */
@Timeout(60)
final class S3WireTest {

  private static final ObjectKey KEY = new ObjectKey("log/1");
  private static final Bytes BODY = Bytes.utf8("0123456789");

  private static @Nullable S3ProxyServer server;
  private static @Nullable BrokenWire onlyWire;
  private static @Nullable ObjectStore onlyStore;

  @BeforeAll
  static void startServer() throws Exception {
    server = S3ProxyServer.start();
    server.createBucket("wire");
    S3ObjectStoreProvider provider =
        new S3ObjectStoreProvider(
            http -> {
              BrokenWire wire = new BrokenWire(http);
              onlyWire = wire;
              return wire;
            });
    onlyStore = provider.open(URI.create("s3://wire"), server.settings(), new ManualClock());
  }

  @AfterAll
  static void stopServer() throws Exception {
    store().close();
    Objects.requireNonNull(server).close();
  }

  private static ObjectStore store() {
    return Objects.requireNonNull(onlyStore);
  }

  private static BrokenWire wire() {
    return Objects.requireNonNull(onlyWire);
  }

  @BeforeEach
  void mend() {
    wire().next();
    store().delete(KEY);
  }

  private static <E extends ObjectStoreException> E assertFails(Class<E> kind, Runnable call) {
    return assertThrows(kind, call::run);
  }

  private static void putIfAbsent() {
    store().putIfAbsent(KEY, BODY);
  }

  private static void put() {
    store().put(KEY, BODY);
  }

  // ---- writes

  @Test
  void aRetryThatMeetsItsFirstTrysEffectIsUnknown() {
    wire().next(BrokenWire::loseAnswer);
    assertFails(OutcomeUnknown.class, S3WireTest::putIfAbsent);
    assertEquals(2, wire().requests().size(), "the SDK tried again");
    assertEquals(BODY, store().get(KEY));
  }

  @Test
  void aRetryAfterAnErrorOfAGatewayIsUnknownToo() {
    put();
    wire().next(BrokenWire.error(500, "InternalError"));
    assertFails(OutcomeUnknown.class, S3WireTest::putIfAbsent);
    wire().next(BrokenWire.document(503, "upstream connect error"));
    assertFails(OutcomeUnknown.class, S3WireTest::putIfAbsent);
  }

  @Test
  void aRetryAfterSomethingThatWasNeverSentIsCertain() {
    put();
    wire().next(BrokenWire::refuse, BrokenWire.error(503, "SlowDown"));
    assertFails(PreconditionFailed.class, S3WireTest::putIfAbsent);
    assertEquals(3, wire().requests().size());
    store().delete(KEY);
    wire().next(BrokenWire::refuse, BrokenWire::refuse);
    putIfAbsent();
    assertEquals(BODY, store().get(KEY));
  }

  @Test
  void racingConditionsAreTriedAgain() {
    wire().next(BrokenWire.error(409, "ConditionalRequestConflict"));
    putIfAbsent();
    assertEquals(BODY, store().get(KEY));
    wire().next(BrokenWire.error(409, "ConditionalRequestConflict"));
    assertFails(PreconditionFailed.class, S3WireTest::putIfAbsent);
    BrokenWire.Break conflict = BrokenWire.error(409, "ConditionalRequestConflict");
    wire().next(conflict, conflict, conflict);
    assertFails(Transient.class, S3WireTest::putIfAbsent);
  }

  @Test
  void aWriteThatMayHaveArrivedIsUnknown() {
    wire().next(BrokenWire::loseRequest, BrokenWire::loseRequest, BrokenWire::loseRequest);
    assertFails(OutcomeUnknown.class, S3WireTest::put);
    wire().next(BrokenWire::refuse, BrokenWire::loseAnswer, BrokenWire::refuse);
    assertFails(OutcomeUnknown.class, S3WireTest::put);
    BrokenWire.Break gateway = BrokenWire.error(504, "GatewayTimeout");
    wire().next(gateway, gateway, gateway);
    assertFails(OutcomeUnknown.class, () -> store().delete(KEY));
  }

  @Test
  void aWriteThatNeverArrivedIsTransient() {
    wire().next(BrokenWire::refuse, BrokenWire::refuse, BrokenWire::refuse);
    assertFails(Transient.class, S3WireTest::put);
    BrokenWire.Break slow = BrokenWire.error(503, "SlowDown");
    wire().next(slow, slow, slow);
    assertFails(Transient.class, S3WireTest::put);
    wire().next(slow, slow, slow);
    assertFails(Transient.class, () -> store().deleteAll(List.of(KEY, new ObjectKey("b"))));
    assertNull(store().head(KEY));
  }

  @Test
  void aWriteThatIsNotAllowedIsFatal() {
    wire().next(BrokenWire.error(403, "AccessDenied"));
    assertFails(Fatal.class, S3WireTest::put);
    wire().next(BrokenWire.error(404, "NoSuchBucket"));
    assertFails(Fatal.class, S3WireTest::putIfAbsent);
    wire().next(BrokenWire.error(501, "NotImplemented"));
    assertFails(Fatal.class, S3WireTest::putIfAbsent);
    wire().next(BrokenWire::loseAnswer, BrokenWire.error(501, "NotImplemented"));
    assertFails(OutcomeUnknown.class, S3WireTest::putIfAbsent);
    wire().next(BrokenWire::loseAnswer, BrokenWire.error(403, "AccessDenied"));
    assertFails(OutcomeUnknown.class, S3WireTest::putIfAbsent);
  }

  @Test
  void aFullStoreIsOutOfSpace() {
    wire().next(BrokenWire.error(403, "QuotaExceeded"));
    assertFails(OutOfSpace.class, S3WireTest::put);
  }

  @Test
  void everyKeyOfADeleteOfManyIsLookedAt() {
    List<ObjectKey> keys = List.of(KEY, new ObjectKey("log/2"));
    assertFails(Fatal.class, () -> deleteAll(keys, "AccessDenied"));
    assertFails(Transient.class, () -> deleteAll(keys, "SlowDown"));
    assertFails(OutcomeUnknown.class, () -> deleteAll(keys, "InternalError"));
    deleteAll(keys, "NoSuchKey");
  }

  private static void deleteAll(List<ObjectKey> keys, String code) {
    wire()
        .next(
            BrokenWire.document(
                200,
                "<DeleteResult><Error><Key>log/2</Key><Code>"
                    + code
                    + "</Code><Message>as the test says</Message></Error></DeleteResult>"));
    store().deleteAll(keys);
  }

  // ---- reads

  @Test
  void readsAreTriedAgain() {
    put();
    wire().next(BrokenWire::loseAnswer, BrokenWire.error(503, "SlowDown"));
    assertEquals(BODY, store().get(KEY));
    wire().next(BrokenWire.cutBody(4));
    assertEquals(BODY, store().get(KEY));
    wire().next(BrokenWire::refuse, BrokenWire.error(500, "InternalError"));
    assertEquals(1, store().list("", null, 10).objects().size());
  }

  @Test
  void readsThatKeepFailingAreTransient() {
    put();
    BrokenWire.Break error = BrokenWire.error(500, "InternalError");
    wire().next(error, error, error);
    assertFails(Transient.class, () -> store().get(KEY));
    wire().next(BrokenWire::loseRequest, BrokenWire::loseRequest, BrokenWire::loseRequest);
    assertFails(Transient.class, () -> store().list("", null, 10));
    wire().next(BrokenWire::refuse, BrokenWire::refuse, BrokenWire::refuse);
    assertFails(Transient.class, () -> store().head(KEY));
  }

  @Test
  void aShortBodyIsTransient() {
    put();
    wire().next(BrokenWire.cutBody(9), BrokenWire.cutBody(9), BrokenWire.cutBody(9));
    assertFails(Transient.class, () -> store().get(KEY));
    wire().next(BrokenWire.cutBody(0), BrokenWire.cutBody(0), BrokenWire.cutBody(0));
    assertFails(Transient.class, () -> store().get(KEY, 2, 5));
  }

  @Test
  void anAnswerWithLessThanTheRangeIsTransient() {
    put();
    BrokenWire.Break shorter = BrokenWire.shortAnswer(4);
    wire().next(shorter, shorter, shorter);
    assertFails(Transient.class, () -> store().get(KEY, 2, 5));
  }

  @Test
  void aStoreWithoutRangesIsCutHere() {
    BrokenWire.Break whole = BrokenWire.document(200, "0123456789");
    wire().next(whole, whole, whole, whole);
    assertEquals(Bytes.utf8("234"), store().get(KEY, 2, 3));
    assertEquals(Bytes.utf8("89"), store().get(KEY, 8, 100));
    assertEquals(Bytes.EMPTY, store().get(KEY, 10, 1));
    assertEquals(Bytes.EMPTY, store().get(KEY, 1L << 40, 1));
  }

  @Test
  void aReadThatIsNotAllowedIsFatal() {
    wire().next(BrokenWire.error(403, "AccessDenied"));
    assertFails(Fatal.class, () -> store().get(KEY));
    wire().next(BrokenWire.error(404, "NoSuchBucket"));
    assertFails(Fatal.class, () -> store().get(KEY));
    wire().next(BrokenWire.error(404, "NoSuchBucket"));
    assertFails(Fatal.class, () -> store().list("", null, 1));
    wire().next(BrokenWire.error(301, "PermanentRedirect"));
    Fatal wrongRegion = assertFails(Fatal.class, () -> store().get(KEY));
    assertTrue(String.valueOf(wrongRegion.getMessage()).contains("s3.region"));
  }

  // ---- listings

  @Test
  void whatIsNotOursIsLeftOutOfListings() {
    wire()
        .next(
            listing(true, "a folder/", "a//b"),
            listing(true, "b", "c/"),
            listing(false, "d", "e f"));
    ObjectPage page = store().list("", null, 2);
    assertEquals(List.of("b"), names(page));
    assertTrue(page.more());
    page = store().list("", new ObjectKey("b"), 2);
    assertEquals(List.of("d"), names(page));
    assertFalse(page.more());
    String resumed = String.valueOf(wire().requests().get(1).httpRequest().getUri());
    assertTrue(resumed.contains("start-after=a//b") || resumed.contains("start-after=a%2F%2Fb"));
  }

  @Test
  void noRequestAsksForMoreThanS3Gives() {
    wire().next();
    store().list("", null, 5_000);
    String asked = String.valueOf(wire().requests().getFirst().httpRequest().getUri());
    assertTrue(asked.contains("max-keys=1000"), asked);
  }

  @Test
  void aListingInAnotherOrderIsFatal() {
    wire().next(listing(false, "b", "a"));
    assertFails(Fatal.class, () -> store().list("", null, 10));
    wire().next(listing(false, "a", "b"));
    assertFails(Fatal.class, () -> store().list("", new ObjectKey("a"), 10));
  }

  private static List<String> names(ObjectPage page) {
    return page.objects().stream().map(ObjectSummary::key).map(ObjectKey::value).toList();
  }

  private static BrokenWire.Break listing(boolean truncated, String... names) {
    StringBuilder xml = new StringBuilder("<ListBucketResult>");
    for (String name : names) {
      xml.append("<Contents><Key>")
          .append(name)
          .append("</Key><Size>1</Size>")
          .append("<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>");
    }
    xml.append("<IsTruncated>").append(truncated).append("</IsTruncated></ListBucketResult>");
    return BrokenWire.document(200, xml.toString());
  }

  // ---- what is sent

  @Test
  void checksumsAndChunksAreAChoice() throws Exception {
    for (String choice : List.of("auto", "true", "false")) {
      try (ObjectStore other =
          new S3ObjectStoreProvider()
              .open(
                  URI.create("s3://wire/" + choice),
                  Objects.requireNonNull(server)
                      .settings(Map.of("s3.checksums", choice, "s3.chunked-encoding", choice)),
                  new ManualClock())) {
        other.put(KEY, BODY);
        other.putIfAbsent(new ObjectKey("log/2"), BODY);
        assertEquals(BODY, other.get(KEY));
        assertEquals(Bytes.utf8("12"), other.get(KEY, 1, 2));
        other.deleteAll(List.of(KEY, new ObjectKey("log/2")));
        assertEquals(List.of(), names(other.list("", null, 10)), choice);
      }
    }
  }

  @Test
  void aCallIsOneRequest() {
    put();
    wire().next();
    store().get(KEY);
    store().get(KEY, 0, 1);
    store().head(KEY);
    store().list("", null, 10);
    store().put(KEY, BODY);
    store().delete(KEY);
    putIfAbsent();
    store().deleteAll(List.of(KEY, new ObjectKey("log/2")));
    store().deleteAll(List.of());
    assertEquals(8, wire().requests().size());
  }
}
