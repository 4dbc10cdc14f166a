package dev.zerofs.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.HttpHeaderName;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException.Fatal;
import dev.zerofs.ports.objectstore.ObjectStoreException.OutcomeUnknown;
import dev.zerofs.ports.objectstore.ObjectStoreException.Transient;
import dev.zerofs.ports.objectstore.ObjectStoreWireContract;
import dev.zerofs.ports.objectstore.WireFault;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wire contract, and what is Azure's alone. */
final class AzureWireIT extends ObjectStoreWireContract {

  private static final String MARKER = "further";

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

  @Override
  protected ObjectStore store() {
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

  @Override
  protected void breakNext(List<WireFault> faults) {
    wire().next(faults.stream().map(AzureWireIT::breakOf).toArray(BrokenWire.Break[]::new));
  }

  private static BrokenWire.Break breakOf(WireFault fault) {
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
  protected void listNext(List<ListedNames> pages) {
    wire().next(pages.stream().map(AzureWireIT::listing).toArray(BrokenWire.Break[]::new));
  }

  @Override
  protected List<String> requests() {
    return wire().requests().stream().map(request -> request.getUrl().toString()).toList();
  }

  @Override
  protected String resumption() {
    return "marker=" + MARKER;
  }

  // ---- writes

  @Test
  void aRetryAfterATimeoutOfTheServiceIsUnknownToo() {
    put();
    wire().next(BrokenWire.error(500, "OperationTimedOut"));
    assertFails(OutcomeUnknown.class, this::putIfAbsent);
  }

  @Test
  void aWriteThatIsNotAllowedSaysWhichRoleIsMissing() {
    wire().next(BrokenWire.error(403, "AuthorizationPermissionMismatch"));
    String message = String.valueOf(assertFails(Fatal.class, this::put).getMessage());
    assertTrue(message.contains("Contributor"), message);
    wire().next(BrokenWire::loseAnswer, BrokenWire.error(403, "AuthorizationFailure"));
    assertFails(OutcomeUnknown.class, this::putIfAbsent);
  }

  @Test
  void aBodyThatArrivesChangedIsRefusedAndMayBeSentAgain() {
    wire().next(BrokenWire.error(400, "Md5Mismatch"));
    assertFails(Transient.class, this::put);
    wire().next();
    put();
    String sent = wire().requests().getFirst().getHeaders().getValue(HttpHeaderName.CONTENT_MD5);
    assertEquals("eB5eJF1ptWaXm4bijSPyxw==", sent);
  }

  @Test
  void everyKeyOfADeleteOfManyIsLookedAt() {
    wire().next(BrokenWire.error(403, "AuthorizationFailure"));
    assertFails(Fatal.class, () -> store().deleteAll(List.of(KEY, OTHER)));
    wire().next(BrokenWire.error(404, "ContainerNotFound"));
    assertFails(Fatal.class, () -> store().deleteAll(List.of(KEY)));
  }

  // ---- reads

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
  void aSignatureThatIsNotAcceptedMayBeTheClocks() {
    wire().next(BrokenWire.error(403, "AuthenticationFailed"));
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

  private static BrokenWire.Break listing(ListedNames page) {
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
