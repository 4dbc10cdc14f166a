package dev.zerofs.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.HttpHeaderName;
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
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a failure means, by what went over the wire before it. */
@Timeout(60)
final class AzureWireIT {

  private static final ObjectKey KEY = new ObjectKey("log/1");
  private static final ObjectKey OTHER = new ObjectKey("log/2");
  private static final Bytes BODY = Bytes.utf8("0123456789");

  private static @Nullable Azurite server;
  private static @Nullable BrokenWire onlyWire;
  private static @Nullable ObjectStore onlyStore;

  @BeforeAll
  static void startServer() throws Exception {
    Azurite started = Azurite.start();
    server = started;
    started.createContainer("wire");
    onlyStore =
        AzureConnection.open(
            URI.create("azure://wire"),
            started.settings(),
            http -> {
              BrokenWire wire = new BrokenWire(http);
              onlyWire = wire;
              return wire;
            });
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (server != null) {
      server.close();
    }
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
    List<ObjectKey> left =
        store().list("", null, 100).objects().stream().map(object -> object.key()).toList();
    store().deleteAll(left);
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
    assertFails(OutcomeUnknown.class, AzureWireIT::putIfAbsent);
    assertEquals(2, wire().requests().size(), "the SDK tried again");
    assertEquals(BODY, store().get(KEY));
  }

  @Test
  void aRetryAfterAnErrorOfAGatewayIsUnknownToo() {
    put();
    wire().next(BrokenWire.error(500, "InternalError"));
    assertFails(OutcomeUnknown.class, AzureWireIT::putIfAbsent);
    wire().next(BrokenWire.error(500, "OperationTimedOut"));
    assertFails(OutcomeUnknown.class, AzureWireIT::putIfAbsent);
  }

  @Test
  void aRetryAfterSomethingThatWasCertainlyNotDoneIsCertain() {
    put();
    wire().next(BrokenWire::refuse, BrokenWire.error(503, "ServerBusy"));
    assertFails(PreconditionFailed.class, AzureWireIT::putIfAbsent);
    assertEquals(3, wire().requests().size());
    store().delete(KEY);
    wire().next(BrokenWire::refuse, BrokenWire::refuse);
    putIfAbsent();
    assertEquals(BODY, store().get(KEY));
  }

  @Test
  void aWriteThatMayHaveArrivedIsUnknown() {
    wire().next(BrokenWire::loseRequest, BrokenWire::loseRequest, BrokenWire::loseRequest);
    assertFails(OutcomeUnknown.class, AzureWireIT::put);
    wire().next(BrokenWire::refuse, BrokenWire::loseAnswer, BrokenWire::refuse);
    assertFails(OutcomeUnknown.class, AzureWireIT::put);
    BrokenWire.Break gateway = BrokenWire.error(504, "GatewayTimeout");
    wire().next(gateway, gateway, gateway);
    assertFails(OutcomeUnknown.class, () -> store().delete(KEY));
  }

  @Test
  void aWriteThatNeverArrivedIsTransient() {
    wire().next(BrokenWire::refuse, BrokenWire::refuse, BrokenWire::refuse);
    assertFails(Transient.class, AzureWireIT::put);
    BrokenWire.Break busy = BrokenWire.error(503, "ServerBusy");
    wire().next(busy, busy, busy);
    assertFails(Transient.class, AzureWireIT::putIfAbsent);
    wire().next(busy, busy, busy);
    assertFails(Transient.class, () -> store().delete(KEY));
    assertNull(store().head(KEY));
  }

  @Test
  void aWriteThatIsNotAllowedIsFatalAndSaysWhy() {
    wire().next(BrokenWire.error(403, "AuthorizationPermissionMismatch"));
    String message = String.valueOf(assertFails(Fatal.class, AzureWireIT::put).getMessage());
    assertTrue(message.contains("azure://wire/") && message.contains("Contributor"), message);
    assertEquals(1, wire().requests().size(), "it was tried again");
    wire().next(BrokenWire::loseAnswer, BrokenWire.error(403, "AuthorizationFailure"));
    assertFails(OutcomeUnknown.class, AzureWireIT::putIfAbsent);
  }

  @Test
  void aBodyThatArrivesChangedIsRefusedAndMayBeSentAgain() {
    wire().next(BrokenWire.error(400, "Md5Mismatch"));
    assertFails(Transient.class, AzureWireIT::put);
    wire().next();
    put();
    String sent = wire().requests().getFirst().getHeaders().getValue(HttpHeaderName.CONTENT_MD5);
    assertEquals("eB5eJF1ptWaXm4bijSPyxw==", sent);
  }

  @Test
  void everyKeyOfADeleteOfManyIsLookedAt() {
    put();
    store().put(OTHER, BODY);
    store().deleteAll(List.of(KEY, OTHER, new ObjectKey("missing")));
    assertEquals(List.of(), store().list("", null, 10).objects());
    wire().next(BrokenWire.error(403, "AuthorizationFailure"));
    assertFails(Fatal.class, () -> store().deleteAll(List.of(KEY, OTHER)));
    wire().next(BrokenWire.error(404, "ContainerNotFound"));
    assertFails(Fatal.class, () -> store().deleteAll(List.of(KEY)));
  }

  // ---- reads

  @Test
  void readsAreTriedAgain() {
    put();
    wire().next(BrokenWire::loseAnswer, BrokenWire.error(503, "ServerBusy"));
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
  void aBodyThatIsShortOrChangedIsTransient() {
    put();
    wire().next(BrokenWire.cutBody(9));
    assertFails(Transient.class, () -> store().get(KEY));
    wire().next(BrokenWire.cutBody(2));
    assertFails(Transient.class, () -> store().get(KEY, 2, 5));
    wire().next(BrokenWire::flipBit);
    String message =
        String.valueOf(assertFails(Transient.class, () -> store().get(KEY)).getMessage());
    assertTrue(message.contains("MD5"), message);
    wire().next(BrokenWire::flipBit);
    assertFails(Transient.class, () -> store().get(KEY, 2, 5));
  }

  @Test
  void aReadThatIsNotAllowedIsFatal() {
    wire().next(BrokenWire.error(403, "AuthenticationFailed"));
    String message = String.valueOf(assertFails(Fatal.class, () -> store().get(KEY)).getMessage());
    assertTrue(message.contains("clock"), message);
    wire().next(BrokenWire.error(404, "ContainerNotFound"));
    assertFails(Fatal.class, () -> store().get(KEY));
    wire().next(BrokenWire.error(404, "ContainerNotFound"));
    assertFails(Fatal.class, () -> store().list("", null, 1));
  }

  // ---- listings

  @Test
  void whatIsNotOursIsLeftOutOfListings() {
    wire().next(listing("t1", "a folder/", "a//b"), listing("t2", "b", "c/"));
    ObjectPage page = store().list("", null, 2);
    assertEquals(List.of("b"), names(page));
    assertTrue(page.more());
    String resumed = wire().requests().get(1).getUrl().toString();
    assertTrue(resumed.contains("marker=t1"), resumed);
    wire().next(listing("", "d", "e f"));
    page = store().list("", new ObjectKey("b"), 2);
    assertEquals(List.of("d"), names(page));
    assertFalse(page.more());
  }

  @Test
  void theServiceIsAskedToBeginAtTheFirstKeyAfterTheStart() {
    wire().next(listing("", "a-", "a-b"));
    assertEquals(List.of("a-", "a-b"), names(store().list("", new ObjectKey("a"), 10)));
    String asked = wire().requests().getFirst().getUrl().toString();
    assertTrue(asked.contains("startFrom=a-"), asked);
  }

  @Test
  void aServiceThatBeginsWithThePrefixIsSkippedToTheStart() {
    wire().next(listing("t1", "a"), listing("t2", "b"), listing("t3", "c", "d", "e"));
    ObjectPage page = store().list("", new ObjectKey("b"), 2);
    assertEquals(List.of("c", "d"), names(page));
    assertTrue(page.more());
    String skipping = wire().requests().get(1).getUrl().toString();
    assertTrue(skipping.contains("maxresults=5000"), skipping);
  }

  @Test
  void aListingInAnotherOrderIsFatal() {
    wire().next(listing("", "b", "a"));
    assertFails(Fatal.class, () -> store().list("", null, 10));
  }

  private static List<String> names(ObjectPage page) {
    return page.objects().stream().map(object -> object.key().value()).toList();
  }

  private static BrokenWire.Break listing(String marker, String... names) {
    String blobs =
        Stream.of(names)
            .map(
                name ->
                    "<Blob><Name>"
                        + name
                        + "</Name><Properties><Last-Modified>Thu, 01 Jan 2026 00:00:00 GMT"
                        + "</Last-Modified><Etag>1</Etag><Content-Length>1</Content-Length>"
                        + "<BlobType>BlockBlob</BlobType></Properties></Blob>")
            .reduce("", String::concat);
    return BrokenWire.document(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults ServiceEndpoint=\"x\""
            + " ContainerName=\"wire\"><Blobs>"
            + blobs
            + "</Blobs><NextMarker>"
            + marker
            + "</NextMarker></EnumerationResults>");
  }

  // ---- what is sent

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
    store().deleteAll(List.of());
    assertEquals(7, wire().requests().size());
  }
}
