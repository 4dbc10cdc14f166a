package dev.zerofs.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException.Fatal;
import dev.zerofs.ports.objectstore.ObjectStoreException.OutOfSpace;
import dev.zerofs.ports.objectstore.ObjectStoreException.OutcomeUnknown;
import dev.zerofs.ports.objectstore.ObjectStoreException.PreconditionFailed;
import dev.zerofs.ports.objectstore.ObjectStoreException.Transient;
import dev.zerofs.ports.objectstore.ObjectStoreWireContract;
import dev.zerofs.ports.objectstore.WireFault;
import dev.zerofs.ports.time.ManualClock;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.HttpExecuteRequest;

/** The wire contract, and what is S3's alone. */
final class S3WireTest extends ObjectStoreWireContract<HttpExecuteRequest, BrokenWire.Break> {

  private @Nullable S3ProxyServer server;

  @Override
  protected Service start() throws Exception {
    S3ProxyServer started = S3ProxyServer.start();
    server = started;
    started.createBucket("wire");
    S3ObjectStoreProvider provider = new S3ObjectStoreProvider(http -> new BrokenWire(http, wire));
    return new Service(
        provider.open(URI.create("s3://wire"), started.settings(), new ManualClock()), started);
  }

  @Override
  protected BrokenWire.Break breakOf(WireFault fault) {
    return switch (fault) {
      case LOST_ANSWER -> BrokenWire::loseAnswer;
      case LOST_REQUEST -> BrokenWire::loseRequest;
      case REFUSED_CONNECTION -> BrokenWire::refuse;
      case SERVER_ERROR -> BrokenWire.error(500, "InternalError");
      case GATEWAY_TIMEOUT -> BrokenWire.error(504, "GatewayTimeout");
      case THROTTLED -> BrokenWire.error(503, "SlowDown");
      case DENIED -> BrokenWire.error(403, "AccessDenied");
      case NO_BUCKET -> BrokenWire.error(404, "NoSuchBucket");
    };
  }

  @Override
  protected String textOf(HttpExecuteRequest request) {
    return URLDecoder.decode(request.httpRequest().getUri().toString(), StandardCharsets.UTF_8);
  }

  /** There are no tokens: the name after which to go on says it all. */
  @Override
  protected String resumption() {
    return "start-after=a//b";
  }

  // ---- writes

  @Test
  void aRetryAfterAnErrorOfAGatewayIsUnknownToo() {
    put();
    wire.next(BrokenWire.document(503, "upstream connect error"));
    assertFails(OutcomeUnknown.class, this::putIfAbsent);
  }

  @Test
  void racingConditionsAreTriedAgain() {
    wire.next(BrokenWire.error(409, "ConditionalRequestConflict"));
    putIfAbsent();
    assertEquals(BODY, store().get(KEY));
    wire.next(BrokenWire.error(409, "ConditionalRequestConflict"));
    assertFails(PreconditionFailed.class, this::putIfAbsent);
    BrokenWire.Break conflict = BrokenWire.error(409, "ConditionalRequestConflict");
    wire.next(conflict, conflict, conflict);
    assertFails(Transient.class, this::putIfAbsent);
  }

  @Test
  void aDeleteOfManyThatNeverArrivedIsTransient() {
    BrokenWire.Break slow = BrokenWire.error(503, "SlowDown");
    wire.next(slow, slow, slow);
    assertFails(Transient.class, () -> store().deleteAll(List.of(KEY, OTHER)));
  }

  @Test
  void aStoreWithoutConditionsIsFatal() {
    wire.next(BrokenWire.error(501, "NotImplemented"));
    assertFails(Fatal.class, this::putIfAbsent);
    wire.next(BrokenWire::loseAnswer, BrokenWire.error(501, "NotImplemented"));
    assertFails(OutcomeUnknown.class, this::putIfAbsent);
  }

  @Test
  void aFullStoreIsOutOfSpace() {
    wire.next(BrokenWire.error(403, "QuotaExceeded"));
    assertFails(OutOfSpace.class, this::put);
  }

  @Test
  void everyKeyOfADeleteOfManyIsLookedAt() {
    List<ObjectKey> keys = List.of(KEY, OTHER);
    assertFails(Fatal.class, () -> deleteAll(keys, "AccessDenied"));
    assertFails(Transient.class, () -> deleteAll(keys, "SlowDown"));
    assertFails(OutcomeUnknown.class, () -> deleteAll(keys, "InternalError"));
    deleteAll(keys, "NoSuchKey");
  }

  private void deleteAll(List<ObjectKey> keys, String code) {
    wire.next(
        BrokenWire.document(
            200,
            "<DeleteResult><Error><Key>log/2</Key><Code>"
                + code
                + "</Code><Message>as the test says</Message></Error></DeleteResult>"));
    store().deleteAll(keys);
  }

  // ---- reads

  @Test
  void aBodyThatBreaksOffIsReadAgain() {
    put();
    wire.next(BrokenWire.cutBody(4));
    assertEquals(BODY, store().get(KEY));
  }

  @Test
  void aShortBodyIsTransient() {
    put();
    wire.next(BrokenWire.cutBody(9), BrokenWire.cutBody(9), BrokenWire.cutBody(9));
    assertFails(Transient.class, () -> store().get(KEY));
    wire.next(BrokenWire.cutBody(0), BrokenWire.cutBody(0), BrokenWire.cutBody(0));
    assertFails(Transient.class, () -> store().get(KEY, 2, 5));
  }

  @Test
  void anAnswerWithLessThanTheRangeIsTransient() {
    put();
    BrokenWire.Break shorter = BrokenWire.shortAnswer(4);
    wire.next(shorter, shorter, shorter);
    assertFails(Transient.class, () -> store().get(KEY, 2, 5));
  }

  @Test
  void aStoreWithoutRangesIsCutHere() {
    BrokenWire.Break whole = BrokenWire.document(200, "0123456789");
    wire.next(whole, whole, whole, whole);
    assertEquals(Bytes.utf8("234"), store().get(KEY, 2, 3));
    assertEquals(Bytes.utf8("89"), store().get(KEY, 8, 100));
    assertEquals(Bytes.EMPTY, store().get(KEY, 10, 1));
    assertEquals(Bytes.EMPTY, store().get(KEY, 1L << 40, 1));
  }

  @Test
  void aBucketOfAnotherRegionIsFatalAndSaysSo() {
    wire.next(BrokenWire.error(301, "PermanentRedirect"));
    Fatal wrongRegion = assertFails(Fatal.class, () -> store().get(KEY));
    assertTrue(String.valueOf(wrongRegion.getMessage()).contains("s3.region"));
  }

  // ---- listings

  @Test
  void noRequestAsksForMoreThanS3Gives() {
    wire.next();
    store().list("", null, 5_000);
    String asked = requests().getFirst();
    assertTrue(asked.contains("max-keys=1000"), asked);
  }

  @Test
  void aListingFromBeforeItsStartIsFatal() {
    listNext(listed(false, "a", "b"));
    assertFails(Fatal.class, () -> store().list("", new ObjectKey("a"), 10));
  }

  @Override
  protected BrokenWire.Break answerOf(ListedNames page) {
    StringBuilder xml = new StringBuilder("<ListBucketResult>");
    for (String name : page.names()) {
      xml.append("<Contents><Key>")
          .append(name)
          .append("</Key><Size>1</Size>")
          .append("<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>");
    }
    xml.append("<IsTruncated>").append(page.more()).append("</IsTruncated></ListBucketResult>");
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
        other.putIfAbsent(OTHER, BODY);
        assertEquals(BODY, other.get(KEY));
        assertEquals(Bytes.utf8("12"), other.get(KEY, 1, 2));
        other.deleteAll(List.of(KEY, OTHER));
        assertEquals(List.of(), names(other.list("", null, 10)), choice);
      }
    }
  }

  @Test
  void aDeleteOfManyIsOneRequest() {
    wire.next();
    store().deleteAll(List.of(KEY, OTHER));
    assertEquals(1, requests().size());
  }
}
