package dev.zerofs.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpRequest;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStoreException.Fatal;
import dev.zerofs.ports.objectstore.ObjectStoreException.OutcomeUnknown;
import dev.zerofs.ports.objectstore.ObjectStoreException.Transient;
import dev.zerofs.ports.objectstore.ObjectStoreWireContract;
import dev.zerofs.ports.objectstore.WireFault;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The wire contract, and what is Azure's alone. */
final class AzureWireIT extends ObjectStoreWireContract<HttpRequest, BrokenWire.Break> {

  private static final String MARKER = "further";

  @Override
  protected Service start() throws Exception {
    Azurite server = Azurite.start();
    server.createContainer("wire");
    return new Service(
        AzureConnection.open(
            URI.create("azure://wire"), server.settings(), http -> new BrokenWire(http, wire)),
        server);
  }

  @Override
  protected BrokenWire.Break breakOf(WireFault fault) {
    return switch (fault) {
      case LOST_ANSWER -> BrokenWire::loseAnswer;
      case LOST_REQUEST -> BrokenWire::loseRequest;
      case REFUSED_CONNECTION -> BrokenWire::refuse;
      case SERVER_ERROR -> BrokenWire.error(500, "InternalError");
      case GATEWAY_TIMEOUT -> BrokenWire.error(504, "GatewayTimeout");
      case THROTTLED -> BrokenWire.error(503, "ServerBusy");
      case DENIED -> BrokenWire.error(403, "AuthorizationPermissionMismatch");
      case NO_BUCKET -> BrokenWire.error(404, "ContainerNotFound");
    };
  }

  @Override
  protected String textOf(HttpRequest request) {
    return request.getUrl().toString();
  }

  @Override
  protected String resumption() {
    return "marker=" + MARKER;
  }

  // ---- writes

  @Test
  void aRetryAfterATimeoutOfTheServiceIsUnknownToo() {
    put();
    wire.next(BrokenWire.error(500, "OperationTimedOut"));
    assertFails(OutcomeUnknown.class, this::putIfAbsent);
  }

  @Test
  void aWriteThatIsNotAllowedSaysWhichRoleIsMissing() {
    wire.next(BrokenWire.error(403, "AuthorizationPermissionMismatch"));
    String message = String.valueOf(assertFails(Fatal.class, this::put).getMessage());
    assertTrue(message.contains("Contributor"), message);
    wire.next(BrokenWire::loseAnswer, BrokenWire.error(403, "AuthorizationFailure"));
    assertFails(OutcomeUnknown.class, this::putIfAbsent);
  }

  @Test
  void aBodyThatArrivesChangedIsRefusedAndMayBeSentAgain() {
    wire.next(BrokenWire.error(400, "Md5Mismatch"));
    assertFails(Transient.class, this::put);
    wire.next();
    put();
    String sent = wire.requests().getFirst().getHeaders().getValue(HttpHeaderName.CONTENT_MD5);
    assertEquals("eB5eJF1ptWaXm4bijSPyxw==", sent);
  }

  @Test
  void everyKeyOfADeleteOfManyIsLookedAt() {
    wire.next(BrokenWire.error(403, "AuthorizationFailure"));
    assertFails(Fatal.class, () -> store().deleteAll(List.of(KEY, OTHER)));
    wire.next(BrokenWire.error(404, "ContainerNotFound"));
    assertFails(Fatal.class, () -> store().deleteAll(List.of(KEY)));
  }

  // ---- reads

  @Test
  void aBodyThatIsShortOrChangedIsTransient() {
    put();
    wire.next(BrokenWire.cutBody(9));
    assertFails(Transient.class, () -> store().get(KEY));
    wire.next(BrokenWire.cutBody(2));
    assertFails(Transient.class, () -> store().get(KEY, 2, 5));
    wire.next(BrokenWire::flipBit);
    String message =
        String.valueOf(assertFails(Transient.class, () -> store().get(KEY)).getMessage());
    assertTrue(message.contains("MD5"), message);
    wire.next(BrokenWire::flipBit);
    assertFails(Transient.class, () -> store().get(KEY, 2, 5));
  }

  @Test
  void aSignatureThatIsNotAcceptedMayBeTheClocks() {
    wire.next(BrokenWire.error(403, "AuthenticationFailed"));
    String message = String.valueOf(assertFails(Fatal.class, () -> store().get(KEY)).getMessage());
    assertTrue(message.contains("clock"), message);
  }

  // ---- listings

  @Test
  void theServiceIsAskedToBeginAtTheFirstKeyAfterTheStart() {
    listNext(listed(false, "a-", "a-b"));
    assertEquals(List.of("a-", "a-b"), names(store().list("", new ObjectKey("a"), 10)));
    String asked = requests().getFirst();
    assertTrue(asked.contains("startFrom=a-"), asked);
  }

  @Test
  void aServiceThatBeginsWithThePrefixIsSkippedToTheStart() {
    listNext(listed(true, "a"), listed(true, "b"), listed(true, "c", "d", "e"));
    ObjectPage page = store().list("", new ObjectKey("b"), 2);
    assertEquals(List.of("c", "d"), names(page));
    assertTrue(page.more());
    String skipping = requests().get(1);
    assertTrue(skipping.contains("maxresults=5000"), skipping);
  }

  @Override
  protected BrokenWire.Break answerOf(ListedNames page) {
    String blobs =
        page.names().stream()
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
            + (page.more() ? MARKER : "")
            + "</NextMarker></EnumerationResults>");
  }
}
