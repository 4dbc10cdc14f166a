package dev.zerofs.ports.objectstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectStoreException.Fatal;
import dev.zerofs.ports.objectstore.ObjectStoreException.OutcomeUnknown;
import dev.zerofs.ports.objectstore.ObjectStoreException.PreconditionFailed;
import dev.zerofs.ports.objectstore.ObjectStoreException.Transient;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * What a failure of an {@link ObjectStore} in a cloud means, by what went over the wire before it.
 * An adapter has one subclass, which breaks the wire below its client and adds what is its
 * service's alone. Its client sends a request three times at most. Before each test the store is
 * empty and the wire whole; all tests of a class use one service.
 *
 * @param <R> a request
 * @param <B> a way in which a request breaks
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ObjectStoreWireContract<R, B> {

  /** The key that tests write. */
  protected static final ObjectKey KEY = new ObjectKey("log/1");

  /** Another one. */
  protected static final ObjectKey OTHER = new ObjectKey("log/2");

  /** What tests write. */
  protected static final Bytes BODY = Bytes.utf8("0123456789");

  /**
   * A page of a listing.
   *
   * @param more whether the service says that there are more
   * @param names of objects of one byte
   */
  public record ListedNames(boolean more, List<String> names) {}

  /**
   * A service that runs.
   *
   * @param store the store under test, whose prefix in its bucket is empty
   * @param server what answers it
   */
  public record Service(ObjectStore store, AutoCloseable server) {}

  /** What the wire below the store's client does. */
  protected final WireScript<R, B> wire = new WireScript<>();

  private @Nullable Service service;

  /** Starts the service, with {@link #wire} below the store's client. */
  protected abstract Service start() throws Exception;

  /** How a fault looks on this wire. */
  protected abstract B breakOf(WireFault fault);

  /** The answer that is a page of a listing. */
  protected abstract B answerOf(ListedNames page);

  /** A request as text that has its URL in it. */
  protected abstract String textOf(R request);

  /** What a request for the page after the first of {@link #listNext} has in its URL. */
  protected abstract String resumption();

  @BeforeAll
  final void open() throws Exception {
    service = start();
  }

  @BeforeEach
  final void mend() {
    wire.next();
    store().deleteAll(store().list("", null, 100).objects().stream().map(o -> o.key()).toList());
    wire.next();
  }

  @AfterAll
  final void close() throws Exception {
    if (service != null) {
      service.store().close();
      service.server().close();
    }
  }

  /** The store under test. */
  protected final ObjectStore store() {
    return Objects.requireNonNull(service).store();
  }

  private void breakNext(WireFault... faults) {
    wire.next(Stream.of(faults).map(this::breakOf).toList());
  }

  /** Answers the next requests, which are for pages of a listing, with these. */
  protected final void listNext(ListedNames... pages) {
    wire.next(Stream.of(pages).map(this::answerOf).toList());
  }

  /** What was sent since the wire was told something last, each as text that has its URL in it. */
  protected final List<String> requests() {
    return wire.requests().stream().map(this::textOf).toList();
  }

  /** A page of a listing. */
  protected static ListedNames listed(boolean more, String... names) {
    return new ListedNames(more, List.of(names));
  }

  /** Requires that {@code call} fails in this way. */
  protected static <E extends ObjectStoreException> E assertFails(Class<E> kind, Runnable call) {
    return assertThrows(kind, call::run);
  }

  /** The keys of a page as text. */
  protected static List<String> names(ObjectPage page) {
    return page.objects().stream().map(object -> object.key().value()).toList();
  }

  /** Writes {@link #BODY} to {@link #KEY}. */
  protected final void put() {
    store().put(KEY, BODY);
  }

  /** Writes {@link #BODY} to {@link #KEY} if there is nothing. */
  protected final void putIfAbsent() {
    store().putIfAbsent(KEY, BODY);
  }

  // ---- writes

  @Test
  void aRetryThatMeetsItsFirstTrysEffectIsUnknown() {
    breakNext(WireFault.LOST_ANSWER);
    assertFails(OutcomeUnknown.class, this::putIfAbsent);
    assertEquals(2, requests().size(), "it was tried again");
    assertEquals(BODY, store().get(KEY));
  }

  @Test
  void aRetryAfterAnErrorOfTheServersSideIsUnknownToo() {
    put();
    breakNext(WireFault.SERVER_ERROR);
    assertFails(OutcomeUnknown.class, this::putIfAbsent);
    breakNext(WireFault.GATEWAY_TIMEOUT);
    assertFails(OutcomeUnknown.class, this::putIfAbsent);
  }

  @Test
  void aRetryAfterSomethingThatWasCertainlyNotDoneIsCertain() {
    put();
    breakNext(WireFault.REFUSED_CONNECTION, WireFault.THROTTLED);
    assertFails(PreconditionFailed.class, this::putIfAbsent);
    assertEquals(3, requests().size());
    store().delete(KEY);
    breakNext(WireFault.REFUSED_CONNECTION, WireFault.REFUSED_CONNECTION);
    putIfAbsent();
    assertEquals(BODY, store().get(KEY));
  }

  @Test
  void aWriteThatMayHaveArrivedIsUnknown() {
    breakNext(WireFault.LOST_REQUEST, WireFault.LOST_REQUEST, WireFault.LOST_REQUEST);
    assertFails(OutcomeUnknown.class, this::put);
    breakNext(WireFault.REFUSED_CONNECTION, WireFault.LOST_ANSWER, WireFault.REFUSED_CONNECTION);
    assertFails(OutcomeUnknown.class, this::put);
    breakNext(WireFault.GATEWAY_TIMEOUT, WireFault.GATEWAY_TIMEOUT, WireFault.GATEWAY_TIMEOUT);
    assertFails(OutcomeUnknown.class, () -> store().delete(KEY));
  }

  @Test
  void aWriteThatNeverArrivedIsTransient() {
    breakNext(
        WireFault.REFUSED_CONNECTION, WireFault.REFUSED_CONNECTION, WireFault.REFUSED_CONNECTION);
    assertFails(Transient.class, this::put);
    breakNext(WireFault.THROTTLED, WireFault.THROTTLED, WireFault.THROTTLED);
    assertFails(Transient.class, this::put);
    breakNext(WireFault.THROTTLED, WireFault.THROTTLED, WireFault.THROTTLED);
    assertFails(Transient.class, this::putIfAbsent);
    breakNext(WireFault.THROTTLED, WireFault.THROTTLED, WireFault.THROTTLED);
    assertFails(Transient.class, () -> store().delete(KEY));
    assertNull(store().head(KEY));
  }

  @Test
  void aWriteThatIsNotAllowedIsFatalAndSaysWhere() {
    breakNext(WireFault.DENIED);
    String message = String.valueOf(assertFails(Fatal.class, this::put).getMessage());
    assertTrue(message.contains(store().location()), message);
    assertEquals(1, requests().size(), "it was tried again");
    breakNext(WireFault.NO_BUCKET);
    assertFails(Fatal.class, this::putIfAbsent);
    breakNext(WireFault.NO_BUCKET);
    assertFails(Fatal.class, () -> store().delete(KEY));
    breakNext(WireFault.LOST_ANSWER, WireFault.DENIED);
    assertFails(OutcomeUnknown.class, this::putIfAbsent);
  }

  // ---- reads

  @Test
  void readsAreTriedAgain() {
    put();
    breakNext(WireFault.LOST_ANSWER, WireFault.THROTTLED);
    assertEquals(BODY, store().get(KEY));
    breakNext(WireFault.SERVER_ERROR, WireFault.LOST_REQUEST);
    assertEquals(BODY, store().get(KEY, 0, 10));
    breakNext(WireFault.REFUSED_CONNECTION, WireFault.SERVER_ERROR);
    assertEquals(List.of(KEY.value()), names(store().list("", null, 10)));
  }

  @Test
  void readsThatKeepFailingAreTransient() {
    put();
    breakNext(WireFault.SERVER_ERROR, WireFault.SERVER_ERROR, WireFault.SERVER_ERROR);
    assertFails(Transient.class, () -> store().get(KEY));
    breakNext(WireFault.LOST_REQUEST, WireFault.LOST_REQUEST, WireFault.LOST_REQUEST);
    assertFails(Transient.class, () -> store().list("", null, 10));
    breakNext(
        WireFault.REFUSED_CONNECTION, WireFault.REFUSED_CONNECTION, WireFault.REFUSED_CONNECTION);
    assertFails(Transient.class, () -> store().head(KEY));
  }

  @Test
  void aReadThatIsNotAllowedIsFatal() {
    for (WireFault fault : List.of(WireFault.DENIED, WireFault.NO_BUCKET)) {
      breakNext(fault);
      assertFails(Fatal.class, () -> store().get(KEY));
      breakNext(fault);
      assertFails(Fatal.class, () -> store().get(KEY, 2, 5));
      breakNext(fault);
      assertFails(Fatal.class, () -> store().list("", null, 1));
    }
  }

  // ---- listings

  @Test
  void whatIsNotOursIsLeftOutOfListings() {
    listNext(listed(true, "a folder/", "a//b"), listed(true, "b", "c/"), listed(false, "d", "e f"));
    ObjectPage page = store().list("", null, 2);
    assertEquals(List.of("b"), names(page));
    assertTrue(page.more());
    assertTrue(requests().get(1).contains(resumption()), requests()::toString);
    page = store().list("", new ObjectKey("b"), 2);
    assertEquals(List.of("d"), names(page));
    assertFalse(page.more());
  }

  @Test
  void aListingInAnotherOrderIsFatal() {
    listNext(listed(false, "b", "a"));
    assertFails(Fatal.class, () -> store().list("", null, 10));
    listNext(listed(true, "not ours", "not, either"), listed(false, "a"));
    assertFails(Fatal.class, () -> store().list("", null, 10));
  }

  // ---- what is sent

  @Test
  void aCallIsOneRequest() {
    put();
    Stream<Runnable> calls =
        Stream.of(
            () -> store().get(KEY),
            () -> store().get(KEY, 0, 1),
            () -> store().head(KEY),
            () -> store().list("", null, 10),
            () -> store().put(KEY, BODY),
            () -> store().delete(KEY),
            this::putIfAbsent,
            () -> store().deleteAll(List.of(KEY)));
    calls.forEach(
        call -> {
          breakNext();
          call.run();
          assertEquals(1, requests().size(), requests()::toString);
        });
    breakNext();
    store().deleteAll(List.of());
    assertEquals(List.of(), requests());
  }
}
