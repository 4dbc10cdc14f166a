package dev.zerofs.ports.objectstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link ObjectStore} must do, clause by clause of its Javadoc. An adapter has one
 * subclass that says how to connect; whoever implements the port from its Javadoc alone is done
 * when this is green.
 */
@Timeout(120)
public abstract class ObjectStoreContract {

  private final List<ObjectStore> connections = new ArrayList<>();
  private @Nullable ObjectStore first;

  /**
   * Connects to the store of this test, which is empty at first. Called several times in a test, it
   * gives clients of one and the same store; the suite closes them.
   */
  protected abstract ObjectStore connect() throws Exception;

  @BeforeEach
  final void connectFirst() throws Exception {
    first = anotherClient();
  }

  @AfterEach
  final void closeAll() {
    connections.forEach(ObjectStore::close);
    connections.clear();
  }

  private ObjectStore anotherClient() throws Exception {
    ObjectStore connection = connect();
    connections.add(connection);
    return connection;
  }

  /** The store under test. */
  protected final ObjectStore store() {
    return Objects.requireNonNull(first);
  }

  // ---- get

  @Test
  void getReturnsTheBodyThatWasPut() {
    store().put(key("a/b"), Bytes.utf8("body"));
    assertEquals(Bytes.utf8("body"), store().get(key("a/b")));
  }

  @Test
  void getOfEveryByteValue() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    store().put(key("all"), Bytes.copyOf(all));
    assertEquals(Bytes.wrap(all), store().get(key("all")));
  }

  @Test
  void getOfAnEmptyBody() {
    store().put(key("empty"), Bytes.EMPTY);
    assertEquals(Bytes.EMPTY, store().get(key("empty")));
  }

  @Test
  void getOfSixteenMebibytes() {
    Bytes body = randomBody(16 << 20);
    store().put(key("large"), body);
    assertTrue(body.equals(store().get(key("large"))), "16 MiB came back changed");
  }

  @Test
  void getOfAMissingKeyIsNotFoundAndNamesIt() {
    var failure =
        assertThrows(ObjectStoreException.NotFound.class, () -> store().get(key("no/such")));
    assertTrue(String.valueOf(failure.getMessage()).contains("no/such"), failure.getMessage());
  }

  @Test
  void getOfAPrefixThatIsNoObjectIsNotFound() {
    store().put(key("a/b/c"), Bytes.utf8("x"));
    assertThrows(ObjectStoreException.NotFound.class, () -> store().get(key("a/b")));
    assertThrows(ObjectStoreException.NotFound.class, () -> store().get(key("a/b"), 0, 1));
    assertThrows(ObjectStoreException.NotFound.class, () -> store().get(key("a/b/c/d")));
    assertNull(store().head(key("a/b")));
    assertNull(store().head(key("a/b/c/d")));
  }

  // ---- ranged get

  @Test
  void rangeInside() {
    store().put(key("r"), Bytes.utf8("0123456789"));
    assertEquals(Bytes.utf8("0"), store().get(key("r"), 0, 1));
    assertEquals(Bytes.utf8("345"), store().get(key("r"), 3, 3));
    assertEquals(Bytes.utf8("9"), store().get(key("r"), 9, 1));
    assertEquals(Bytes.utf8("0123456789"), store().get(key("r"), 0, 10));
  }

  @Test
  void rangeThatPassesTheEndIsCut() {
    store().put(key("r"), Bytes.utf8("0123456789"));
    assertEquals(Bytes.utf8("89"), store().get(key("r"), 8, 3));
    assertEquals(Bytes.utf8("0123456789"), store().get(key("r"), 0, Integer.MAX_VALUE));
    assertEquals(Bytes.utf8("9"), store().get(key("r"), 9, Integer.MAX_VALUE));
  }

  @Test
  void rangeAtOrAfterTheEndIsEmpty() {
    store().put(key("r"), Bytes.utf8("0123456789"));
    assertEquals(Bytes.EMPTY, store().get(key("r"), 10, 1));
    assertEquals(Bytes.EMPTY, store().get(key("r"), 11, 100));
    assertEquals(Bytes.EMPTY, store().get(key("r"), 1L << 40, Integer.MAX_VALUE));
  }

  @Test
  void rangeOfAnEmptyBodyIsEmpty() {
    store().put(key("empty"), Bytes.EMPTY);
    assertEquals(Bytes.EMPTY, store().get(key("empty"), 0, 1));
    assertEquals(Bytes.EMPTY, store().get(key("empty"), 0, 1 << 20));
  }

  @Test
  void rangeOfAMissingKeyIsNotFound() {
    assertThrows(ObjectStoreException.NotFound.class, () -> store().get(key("no"), 0, 1));
    assertThrows(ObjectStoreException.NotFound.class, () -> store().get(key("no"), 1L << 33, 1));
  }

  @Test
  void rangesOfALargeBody() {
    Bytes body = randomBody(5 << 20);
    store().put(key("large"), body);
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      int offset = random.nextInt(body.length());
      int length = 1 + random.nextInt(body.length() - offset);
      assertTrue(
          body.slice(offset, length).equals(store().get(key("large"), offset, length)),
          () -> "range " + offset + "+" + length);
    }
  }

  @Test
  void rangeOutsideItsPreconditionsIsRefused() {
    store().put(key("r"), Bytes.utf8("0123456789"));
    assertThrows(IllegalArgumentException.class, () -> store().get(key("r"), -1, 1));
    assertThrows(IllegalArgumentException.class, () -> store().get(key("r"), 0, 0));
    assertThrows(IllegalArgumentException.class, () -> store().get(key("r"), 0, -1));
  }

  @Test
  void piecesAreTheRangeCutUp() {
    Bytes body = randomBody(300_000);
    store().put(key("cut"), body);
    assertEquals(List.of(body.slice(7, 10)), store().getPieces(key("cut"), 7, 10, 10));
    assertEquals(List.of(body.slice(7, 10)), store().getPieces(key("cut"), 7, 10, 99));
    List<Bytes> pieces = store().getPieces(key("cut"), 1, 250_000, 100_000);
    assertEquals(
        List.of(body.slice(1, 100_000), body.slice(100_001, 100_000), body.slice(200_001, 50_000)),
        pieces);
    pieces.forEach(piece -> assertEquals(piece.length(), piece.array().length, "its own array"));
    assertEquals(
        List.of(body.slice(200_000, 70_000), body.slice(270_000)),
        store().getPieces(key("cut"), 200_000, Integer.MAX_VALUE, 70_000));
    assertEquals(List.of(), store().getPieces(key("cut"), 300_000, 1, 1));
    assertThrows(ObjectStoreException.NotFound.class, () -> store().getPieces(key("no"), 0, 1, 1));
  }

  @Test
  void piecesOutsideTheirPreconditionsAreRefused() {
    store().put(key("r"), Bytes.utf8("0123456789"));
    assertThrows(IllegalArgumentException.class, () -> store().getPieces(key("r"), -1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> store().getPieces(key("r"), 0, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> store().getPieces(key("r"), 0, 1, 0));
  }

  // ---- put

  @Test
  void putReplacesLongerAndShorterBodies() {
    store().put(key("k"), Bytes.utf8("middling"));
    store().put(key("k"), Bytes.utf8("s"));
    assertEquals(Bytes.utf8("s"), store().get(key("k")));
    store().put(key("k"), Bytes.utf8("much longer than before"));
    assertEquals(Bytes.utf8("much longer than before"), store().get(key("k")));
    store().put(key("k"), Bytes.EMPTY);
    assertEquals(Bytes.EMPTY, store().get(key("k")));
  }

  @Test
  void putOfASliceStoresTheSliceAlone() {
    Bytes whole = Bytes.utf8("0123456789");
    store().put(key("slice"), whole.slice(3, 4));
    store().putIfAbsent(key("slice2"), whole.slice(9));
    assertEquals(Bytes.utf8("3456"), store().get(key("slice")));
    assertEquals(Bytes.utf8("9"), store().get(key("slice2")));
  }

  @Test
  void putOfTheLongestKeys() {
    String segment = "s".repeat(ObjectKey.SEGMENT_LENGTH_MAX);
    ObjectKey longest = key("t" + segment.substring(1) + "/" + segment);
    store().put(longest, Bytes.utf8("x"));
    store().putIfAbsent(key(segment), Bytes.utf8("y"));
    assertEquals(Bytes.utf8("x"), store().get(longest));
    assertEquals(List.of(key(segment), longest), everyKey(store(), "", 1));
  }

  /** To be left out where an emulator in place of the real store gets it wrong. */
  @Test
  protected void putOfAKeyBesideKeysBelowItIsKeptOrRefusedWhole() {
    store().put(key("a/b"), Bytes.utf8("below"));
    boolean kept = keptOrFatal(() -> store().put(key("a"), Bytes.utf8("above")));
    assertEquals(kept, keptOrFatal(() -> store().putIfAbsent(key("a/b/c"), Bytes.utf8("deep"))));
    assertEquals(Bytes.utf8("below"), store().get(key("a/b")));
    List<ObjectKey> both = List.of(key("a"), key("a/b"), key("a/b/c"));
    assertEquals(kept ? both : List.of(key("a/b")), everyKey(store(), "", 10));
    assertEquals(kept, store().head(key("a")) != null);
    store().delete(key("a"));
    assertEquals(Bytes.utf8("below"), store().get(key("a/b")));
  }

  private static boolean keptOrFatal(Runnable put) {
    try {
      put.run();
      return true;
    } catch (ObjectStoreException.Fatal _) {
      return false;
    }
  }

  @Test
  void readersOfAReplacedKeySeeWholeBodiesOnly() throws Exception {
    List<Bytes> versions =
        IntStream.range(0, 4).mapToObj(i -> filled(100_000 + 50_000 * i, i)).toList();
    store().put(key("k"), versions.get(0));
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> writer =
          threads.submit(
              () -> {
                for (int i = 0; i < 40; i++) {
                  store().put(key("k"), versions.get(i % versions.size()));
                }
                done.set(true);
              });
      do {
        assertTrue(versions.contains(store().get(key("k"))), "a body that nobody put");
        Bytes part = store().get(key("k"), 90_000, 300_000);
        assertTrue(
            versions.stream().anyMatch(version -> version.slice(90_000).equals(part)),
            "a range of a body that nobody put");
      } while (!done.get() && !writer.isDone());
      writer.get();
    }
  }

  // ---- put if absent

  @Test
  void putIfAbsentCreates() {
    store().putIfAbsent(key("m/1"), Bytes.utf8("one"));
    assertEquals(Bytes.utf8("one"), store().get(key("m/1")));
  }

  @Test
  void putIfAbsentOfAnExistingKeyFailsAndChangesNothing() {
    store().put(key("m/1"), Bytes.utf8("one"));
    assertThrows(
        ObjectStoreException.PreconditionFailed.class,
        () -> store().putIfAbsent(key("m/1"), Bytes.utf8("two")));
    assertEquals(Bytes.utf8("one"), store().get(key("m/1")));
  }

  @Test
  void putIfAbsentOfAnExistingEmptyBodyFails() {
    store().putIfAbsent(key("fence"), Bytes.EMPTY);
    assertThrows(
        ObjectStoreException.PreconditionFailed.class,
        () -> store().putIfAbsent(key("fence"), Bytes.EMPTY));
    assertThrows(
        ObjectStoreException.PreconditionFailed.class,
        () -> store().putIfAbsent(key("fence"), Bytes.utf8("x")));
    assertEquals(Bytes.EMPTY, store().get(key("fence")));
  }

  @Test
  void putIfAbsentAfterADeleteCreates() {
    store().putIfAbsent(key("k"), Bytes.utf8("one"));
    store().delete(key("k"));
    store().putIfAbsent(key("k"), Bytes.utf8("two"));
    assertEquals(Bytes.utf8("two"), store().get(key("k")));
  }

  @Test
  void putIfAbsentOfALargeBody() {
    Bytes body = randomBody(16 << 20);
    store().putIfAbsent(key("large"), body);
    assertThrows(
        ObjectStoreException.PreconditionFailed.class,
        () -> store().putIfAbsent(key("large"), body));
    assertTrue(body.equals(store().get(key("large"))), "16 MiB came back changed");
  }

  @Test
  void ofRacingPutIfAbsentExactlyOneWins() throws Exception {
    int racers = 8;
    ObjectStore other = anotherClient();
    try (ExecutorService threads = Executors.newFixedThreadPool(racers)) {
      CyclicBarrier start = new CyclicBarrier(racers);
      for (int round = 0; round < 30; round++) {
        ObjectKey contested = key("race/" + round);
        List<Future<Boolean>> results = new ArrayList<>();
        for (int racer = 0; racer < racers; racer++) {
          ObjectStore mine = racer % 2 == 0 ? store() : other;
          Bytes body = filled(1000 + racer, racer);
          results.add(threads.submit(racer(start, () -> mine.putIfAbsent(contested, body))));
        }
        assertOneWinner(contested, results);
      }
    }
  }

  private static Callable<Boolean> racer(CyclicBarrier start, Runnable put) {
    return () -> {
      start.await();
      try {
        put.run();
        return true;
      } catch (ObjectStoreException.PreconditionFailed | ObjectStoreException.OutcomeUnknown _) {
        return false;
      }
    };
  }

  private void assertOneWinner(ObjectKey contested, List<Future<Boolean>> results)
      throws Exception {
    List<Integer> winners = new ArrayList<>();
    for (int racer = 0; racer < results.size(); racer++) {
      if (results.get(racer).get()) {
        winners.add(racer);
      }
    }
    assertEquals(1, winners.size(), "winners of " + contested + ": " + winners);
    int winner = winners.getFirst();
    assertEquals(filled(1000 + winner, winner), store().get(contested));
  }

  // ---- list

  @Test
  void listOfAnEmptyStore() {
    assertEquals(new ObjectPage(List.of(), false), store().list("", null, 10));
    assertEquals(new ObjectPage(List.of(), false), store().list("any/", key("any/1"), 10));
  }

  @Test
  void listIsInTheOrderOfTheBytesOfWholeKeys() {
    // '-' and '.' sort before '/', digits and letters after it: a walk directory by directory or
    // one that ignores case gets this wrong.
    List<ObjectKey> keys =
        keys("A", "Z/a", "a-b", "a-b/c", "a.b/c", "a/b", "a/b-", "a/b/c", "a0", "a_b", "aa/b", "b");
    putAllShuffled(withoutNested(keys));
    assertEquals(withoutNested(keys), everyKey(store(), "", 100));
    assertEquals(withoutNested(keys), everyKey(store(), "", 1));
    assertEquals(withoutNested(keys), everyKey(store(), "", 3));
  }

  /** Drops the keys that lie below another key, which a store may refuse to keep. */
  private static List<ObjectKey> withoutNested(List<ObjectKey> keys) {
    return keys.stream()
        .filter(k -> keys.stream().noneMatch(o -> k.value().startsWith(o.value() + "/")))
        .toList();
  }

  @Test
  void listStartsAfterAKeyThatNeedNotExist() {
    putAllShuffled(keys("a-b", "a/b", "a/c", "a0", "b/a"));
    assertEquals(keys("a/c", "a0", "b/a"), everyKeyAfter("", key("a/b")));
    assertEquals(keys("a/b", "a/c", "a0", "b/a"), everyKeyAfter("", key("a-c")));
    assertEquals(keys("a/b", "a/c", "a0", "b/a"), everyKeyAfter("", key("a.c/x")));
    assertEquals(keys("a/c", "a0", "b/a"), everyKeyAfter("", key("a/b/deep")));
    assertEquals(keys("a0", "b/a"), everyKeyAfter("", key("a/z")));
    assertEquals(keys("b/a"), everyKeyAfter("", key("a0")));
    assertEquals(List.of(), everyKeyAfter("", key("b/a")));
  }

  @Test
  void listStartsAfterInsideAndOutsideThePrefix() {
    putAllShuffled(keys("log/1/a", "log/1/b", "log/2/a", "sst/1"));
    assertEquals(keys("log/1/b", "log/2/a"), everyKeyAfter("log/", key("log/1/a")));
    assertEquals(keys("log/1/a"), everyKeyAfter("log/1/a", key("aaa")));
    assertEquals(List.of(), everyKeyAfter("log/", key("m")));
    assertEquals(List.of(), everyKeyAfter("log/1/", key("log/1/b")));
  }

  @Test
  void listByPrefixesThatEndAnywhere() {
    putAllShuffled(keys("log/00/1", "log/00/2", "log/01/1", "log-x", "logs/1", "m", "Log/1"));
    assertEquals(keys("log/00/1", "log/00/2"), everyKey(store(), "log/00/", 10));
    assertEquals(keys("log/00/1", "log/00/2", "log/01/1"), everyKey(store(), "log/0", 10));
    assertEquals(keys("log/00/1", "log/00/2", "log/01/1"), everyKey(store(), "log/", 2));
    assertEquals(
        keys("log-x", "log/00/1", "log/00/2", "log/01/1", "logs/1"), everyKey(store(), "log", 2));
    assertEquals(keys("log/00/2"), everyKey(store(), "log/00/2", 10));
    assertEquals(List.of(), everyKey(store(), "log/00/2/", 10));
    assertEquals(List.of(), everyKey(store(), "x", 10));
  }

  @Test
  void listByPrefixesThatNoKeyCanHaveIsEmpty() {
    store().put(key("a/b"), Bytes.utf8("x"));
    for (String prefix :
        List.of("/", "a//", "../", "./", "a/../", "a/./", "~", "a b", "é", "a".repeat(256))) {
      assertEquals(List.of(), everyKey(store(), prefix, 10), prefix);
    }
  }

  @Test
  void listPagesAreNeverLongerThanTheLimitNorEmptyBeforeTheEnd() {
    List<ObjectKey> keys =
        IntStream.range(0, 25).mapToObj(i -> key("p/%02d".formatted(i))).toList();
    putAllShuffled(keys);
    for (int limit : new int[] {1, 2, 5, 24, 25, 26, 5000}) {
      assertEquals(keys, everyKey(store(), "p/", limit), "limit " + limit);
    }
    assertThrows(IllegalArgumentException.class, () -> store().list("", null, 0));
  }

  @Test
  void listTellsSizesAndTimes() {
    store().put(key("a"), Bytes.EMPTY);
    store().put(key("b"), randomBody(70_000));
    List<ObjectSummary> objects = every(store(), "", null, 10);
    assertEquals(List.of(0L, 70_000L), objects.stream().map(ObjectSummary::sizeBytes).toList());
    assertTrue(objects.stream().allMatch(o -> o.modifiedEpochNanos() > 0), objects.toString());
  }

  @Test
  void listWalksOverWhatComesAndGoes() {
    List<ObjectKey> staying =
        IntStream.range(0, 30).mapToObj(i -> key("w/%02d".formatted(i))).toList();
    putAllShuffled(staying);
    List<ObjectKey> seen = new ArrayList<>();
    ObjectKey after = null;
    for (int step = 0; ; step++) {
      ObjectPage page = store().list("w/", after, 4);
      seen.addAll(keysOf(page.objects()));
      if (!page.more()) {
        break;
      }
      after = page.objects().getLast().key();
      store().put(key("w/%02d-new".formatted(step * 3)), Bytes.utf8("new"));
      store().delete(key("w/%02d-new".formatted(step * 3 - 9 < 0 ? 0 : step * 3 - 9)));
    }
    assertEquals(seen.stream().sorted().distinct().toList(), seen, "in order, each once");
    assertTrue(seen.containsAll(staying), "what stayed was left out: " + seen);
  }

  @Test
  void deleteAllOfMoreThanAThousandKeys() throws Exception {
    List<ObjectKey> keys =
        IntStream.range(0, 1_200).mapToObj(i -> key("many/%d/%05d".formatted(i / 100, i))).toList();
    List<ObjectKey> present = keys.stream().filter(k -> k.hashCode() % 6 == 0).toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Object>> puts = new ArrayList<>();
      present.forEach(k -> puts.add(Executors.callable(() -> store().put(k, Bytes.utf8("x")))));
      for (Future<Object> put : threads.invokeAll(puts)) {
        put.get();
      }
    }
    store().put(key("many0"), Bytes.utf8("stays"));
    List<ObjectKey> sorted = present.stream().sorted().toList();
    assertEquals(sorted, everyKey(store(), "many/", 5000));
    assertEquals(sorted, everyKey(store(), "many/", 70));
    store().deleteAll(keys);
    assertEquals(keys("many0"), everyKey(store(), "", 5000));
  }

  // ---- head

  @Test
  void headTellsTheSize() {
    store().put(key("a/b"), randomBody(12_345));
    ObjectSummary summary = store().head(key("a/b"));
    assertNotNull(summary);
    assertEquals(key("a/b"), summary.key());
    assertEquals(12_345, summary.sizeBytes());
    assertTrue(summary.modifiedEpochNanos() > 0);
  }

  @Test
  void headOfAMissingKeyIsNull() {
    assertNull(store().head(key("no/such")));
  }

  // ---- delete

  @Test
  void deleteRemoves() {
    store().put(key("a/b"), Bytes.utf8("x"));
    store().put(key("a/c"), Bytes.utf8("y"));
    store().delete(key("a/b"));
    assertThrows(ObjectStoreException.NotFound.class, () -> store().get(key("a/b")));
    assertNull(store().head(key("a/b")));
    assertEquals(keys("a/c"), everyKey(store(), "", 10));
  }

  @Test
  void deleteOfAMissingKeyIsNoFailure() {
    store().delete(key("no/such"));
    store().put(key("a/b"), Bytes.utf8("x"));
    store().delete(key("a"));
    store().delete(key("a/b/c"));
    assertEquals(keys("a/b"), everyKey(store(), "", 10));
  }

  @Test
  void deleteAllRemovesTheseAndNoOthers() {
    putAllShuffled(keys("a", "b/1", "b/2", "b/3", "c"));
    store().deleteAll(List.of());
    store().deleteAll(keys("b/3", "a", "missing", "b/1", "b/1"));
    assertEquals(keys("b/2", "c"), everyKey(store(), "", 10));
    store().deleteAll(keys("missing"));
  }

  @Test
  void putsGoOnWhileTheirNeighboursAreDeleted() throws Exception {
    // A directory that a delete empties must not be pulled from under a put.
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<?> deleter =
          threads.submit(
              () -> {
                for (int i = 0; i < 60; i++) {
                  store().put(key("d/e/f/x"), Bytes.utf8("x"));
                  store().deleteAll(keys("d/e/f/x"));
                }
              });
      for (int i = 0; i < 60; i++) {
        store().putIfAbsent(key("d/e/f/y"), Bytes.utf8("y"));
        assertEquals(Bytes.utf8("y"), store().get(key("d/e/f/y")));
        store().delete(key("d/e/f/y"));
      }
      deleter.get();
    }
    assertEquals(List.of(), everyKey(store(), "", 10));
  }

  // ---- everybody

  @Test
  void otherClientsSeeWhatHasReturned() throws Exception {
    ObjectStore other = anotherClient();
    store().put(key("k"), Bytes.utf8("1"));
    assertEquals(Bytes.utf8("1"), other.get(key("k")));
    other.put(key("k"), Bytes.utf8("2"));
    assertEquals(Bytes.utf8("2"), store().get(key("k")));
    assertThrows(
        ObjectStoreException.PreconditionFailed.class,
        () -> store().putIfAbsent(key("k"), Bytes.utf8("3")));
    other.delete(key("k"));
    assertNull(store().head(key("k")));
    assertEquals(List.of(), everyKey(store(), "", 10));
  }

  @Test
  void whatIsThereOutlivesAClose() throws Exception {
    store().put(key("a/b"), Bytes.utf8("x"));
    store().putIfAbsent(key("a/c"), Bytes.utf8("y"));
    closeAll();
    ObjectStore later = anotherClient();
    assertEquals(Bytes.utf8("x"), later.get(key("a/b")));
    assertEquals(keys("a/b", "a/c"), everyKey(later, "", 10));
  }

  @Test
  void anInterruptedReadSucceedsOrIsTransientAndKeepsTheStatus() {
    store().put(key("k"), randomBody(200_000));
    Thread.currentThread().interrupt();
    try {
      assertEquals(200_000, store().get(key("k")).length());
    } catch (ObjectStoreException.Transient _) {
      // As the contract says.
    }
    assertTrue(Thread.interrupted(), "the interrupt was swallowed");
    assertEquals(200_000, store().get(key("k")).length());
  }

  @Test
  void anInterruptedWriteSucceedsOrIsUnknownAndKeepsTheStatus() {
    Thread.currentThread().interrupt();
    boolean acknowledged = false;
    try {
      store().putIfAbsent(key("k"), randomBody(200_000));
      acknowledged = true;
    } catch (ObjectStoreException.OutcomeUnknown _) {
      // As the contract says.
    }
    assertTrue(Thread.interrupted(), "the interrupt was swallowed");
    ObjectSummary summary = store().head(key("k"));
    assertFalse(acknowledged && summary == null, "acknowledged and lost");
    assertEquals(200_000, summary == null ? 200_000 : summary.sizeBytes());
    store().put(key("k"), Bytes.utf8("works again"));
    assertEquals(Bytes.utf8("works again"), store().get(key("k")));
  }

  @Test
  void roomIsNotNegativeAndKnownToAllClientsOrNone() throws Exception {
    OptionalLong room = store().roomBytes();
    assertTrue(room.orElse(0) >= 0, room.toString());
    assertEquals(room.isPresent(), anotherClient().roomBytes().isPresent());
  }

  @Test
  void theLocationIsForPeople() {
    assertTrue(store().location().contains(":/"), store().location());
  }

  // ---- vocabulary

  /** An object key. */
  protected static ObjectKey key(String value) {
    return new ObjectKey(value);
  }

  /** Object keys in the given order. */
  protected static List<ObjectKey> keys(String... values) {
    return Arrays.stream(values).map(ObjectKey::new).toList();
  }

  /** Every key with this prefix. */
  protected static List<ObjectKey> everyKey(ObjectStore store, String prefix, int limit) {
    return keysOf(every(store, prefix, null, limit));
  }

  private List<ObjectKey> everyKeyAfter(String prefix, ObjectKey startAfter) {
    return keysOf(every(store(), prefix, startAfter, 10));
  }

  /** Walks page by page, since a page may be shorter than the limit, and checks each. */
  private static List<ObjectSummary> every(
      ObjectStore store, String prefix, @Nullable ObjectKey startAfter, int limit) {
    List<ObjectSummary> all = new ArrayList<>();
    ObjectPage page;
    do {
      page = store.list(prefix, all.isEmpty() ? startAfter : all.getLast().key(), limit);
      assertTrue(page.objects().size() <= limit, "page longer than " + limit);
      all.addAll(page.objects());
    } while (page.more());
    return all;
  }

  private static List<ObjectKey> keysOf(List<ObjectSummary> objects) {
    return objects.stream().map(ObjectSummary::key).toList();
  }

  private void putAllShuffled(List<ObjectKey> keys) {
    List<ObjectKey> shuffled = new ArrayList<>(keys);
    Collections.shuffle(shuffled, new Random(42));
    shuffled.forEach(k -> store().put(k, Bytes.utf8("x")));
  }

  private static Bytes randomBody(int lengthBytes) {
    byte[] body = new byte[lengthBytes];
    new Random(lengthBytes).nextBytes(body);
    return Bytes.wrap(body);
  }

  private static Bytes filled(int lengthBytes, int with) {
    byte[] body = new byte[lengthBytes];
    Arrays.fill(body, (byte) with);
    return Bytes.wrap(body);
  }
}
