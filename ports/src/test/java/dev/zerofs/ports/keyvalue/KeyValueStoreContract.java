package dev.zerofs.ports.keyvalue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.random.Seeds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link KeyValueStore} must do, clause by clause of its Javadoc. A store has one
 * subclass that says how to open it; a second subclass may run the same clauses with other options.
 */
@Timeout(120)
public abstract class KeyValueStoreContract {

  private static final Bytes FIRST = Bytes.EMPTY;
  private static final Bytes LAST = Bytes.wrap(filledArray(WriteBatch.KEY_LENGTH_MAX, 0xff));

  private final List<KeyValueStore> opened = new ArrayList<>();
  private @Nullable KeyValueStore current;

  /**
   * Opens the store of this test, which is empty at first. Called again after a close, it opens the
   * same store; called without one, it takes the store over.
   */
  protected abstract KeyValueStore open() throws Exception;

  /** Opens a reader of the same store. */
  protected abstract KeyValueReader openReader() throws Exception;

  /** Lets so much time pass that a reader has to look for news. */
  protected abstract void passLag();

  /**
   * How many random histories are compared with the oracle. A subclass that runs them cheaply may
   * ask for more.
   */
  protected int randomHistories() {
    return 3;
  }

  @BeforeEach
  final void openFirst() throws Exception {
    takeOver();
  }

  @AfterEach
  final void closeAll() {
    // The newest first: the older ones were replaced by it and may say so.
    for (KeyValueStore store : opened.reversed()) {
      try {
        store.close();
      } catch (KeyValueException.Replaced _) {
        // It has nothing left to make durable.
      }
    }
  }

  /** The store as it is open now. */
  protected final KeyValueStore store() {
    return Objects.requireNonNull(current);
  }

  /** Closes the store and opens it again. */
  protected final void reopen() throws Exception {
    store().close();
    opened.remove(store());
    takeOver();
  }

  /** Opens the store again as if this process had died, or another one had come. */
  private void takeOver() throws Exception {
    current = open();
    opened.add(store());
  }

  // ---- visibility

  @Test
  void anEmptyStoreHasNothing() {
    assertNull(store().get(key("a")));
    assertEquals(List.of(), scan(store(), FIRST, LAST));
    assertEquals(new RangeSize(0, 0), store().measure(FIRST, LAST));
    assertEquals(List.of(), store().checkpoints());
  }

  @Test
  void whatIsWrittenIsVisibleWhenWriteReturns() {
    CommitPosition position = put("a", "1");
    Entry entry = store().get(key("a"));
    assertNotNull(entry);
    assertEquals(new Entry(key("a"), Bytes.utf8("1"), position), entry);
    put("a", "2");
    assertEquals("2", text("a"));
    store().write(new WriteBatch().delete(key("a")));
    assertNull(store().get(key("a")));
  }

  @Test
  void deletesOfWhatIsNotThereAreNoFailure() {
    store().write(new WriteBatch().delete(key("no")).deleteRange(key("x"), key("z")));
    assertNull(store().get(key("no")));
  }

  @Test
  void keysOfEveryLengthAndByte() {
    List<Bytes> keys = new ArrayList<>();
    for (int b = 0; b < 256; b++) {
      keys.add(Bytes.wrap(new byte[] {(byte) b}));
      keys.add(Bytes.wrap(new byte[] {(byte) b, 0}));
    }
    keys.add(Bytes.wrap(filledArray(WriteBatch.KEY_LENGTH_MAX - 1, 0xff)));
    keys.add(Bytes.wrap(new byte[WriteBatch.KEY_LENGTH_MAX]));
    WriteBatch batch = new WriteBatch();
    keys.forEach(k -> batch.put(k, k));
    store().write(batch);
    for (Bytes k : keys) {
      assertEquals(k, value(store(), k));
    }
    assertEquals(keys.stream().sorted().toList(), keysOf(scan(store(), FIRST, LAST)));
  }

  @Test
  void keysAndValuesMayBeSlices() {
    Bytes whole = Bytes.utf8("0123456789");
    store().write(new WriteBatch().put(whole.slice(2, 3), whole.slice(7)));
    assertEquals(Bytes.utf8("789"), value(store(), key("234")));
  }

  @Test
  void valuesOfEveryLength() throws Exception {
    int[] lengths = {
      0, 1, 2, 127, 1023, 1024, 1025, 4096, 65_535, 65_536, 300_001, WriteBatch.VALUE_LENGTH_MAX
    };
    for (int length : lengths) {
      store().write(new WriteBatch().put(key("v" + length), random(length)));
    }
    for (int round = 0; round < 2; round++) {
      for (int length : lengths) {
        assertTrue(random(length).equals(value(store(), key("v" + length))), "value of " + length);
      }
      reopen();
    }
  }

  @Test
  void positionsGrow() throws Exception {
    CommitPosition before = CommitPosition.NONE;
    for (int i = 0; i < 50; i++) {
      CommitPosition position = put("k" + i % 5, "v" + i);
      assertTrue(position.compareTo(before) > 0, position + " after " + before);
      before = position;
      if (i % 20 == 19) {
        reopen();
      }
    }
  }

  @Test
  void anEmptyBatchChangesNothing() {
    CommitPosition before = put("a", "1");
    CommitPosition after = store().write(new WriteBatch());
    assertTrue(after.compareTo(before) >= 0);
    store().sync(after);
    assertEquals(List.of("a"), texts(scan(store(), FIRST, LAST)));
  }

  // ---- batches

  @Test
  void theLaterChangeOfAKeyWins() {
    store()
        .write(
            new WriteBatch()
                .put(key("putPut"), Bytes.utf8("1"))
                .put(key("putPut"), Bytes.utf8("2"))
                .put(key("putDelete"), Bytes.utf8("1"))
                .delete(key("putDelete"))
                .delete(key("deletePut"))
                .put(key("deletePut"), Bytes.utf8("1")));
    assertEquals("2", text("putPut"));
    assertNull(store().get(key("putDelete")));
    assertEquals("1", text("deletePut"));
  }

  @Test
  void rangeDeletesTakeTheirTurnInABatch() throws Exception {
    put("b", "old");
    put("c", "old");
    put("e", "old");
    store()
        .write(
            new WriteBatch()
                .put(key("a"), Bytes.utf8("before"))
                .put(key("b"), Bytes.utf8("before"))
                .deleteRange(key("a"), key("d"))
                .put(key("b"), Bytes.utf8("after"))
                .deleteRange(key("e"), key("f"))
                .put(key("c2"), Bytes.utf8("between"))
                .deleteRange(key("c1"), key("c3"))
                .put(key("d"), Bytes.utf8("bound")));
    for (int round = 0; round < 2; round++) {
      assertEquals(List.of("b", "d"), texts(scan(store(), FIRST, LAST)));
      assertEquals("after", text("b"));
      assertNull(store().get(key("a")));
      assertNull(store().get(key("c2")));
      reopen();
    }
  }

  @Test
  void overlappingRangeDeletes() throws Exception {
    for (char c = 'a'; c <= 'j'; c++) {
      put(String.valueOf(c), "1");
    }
    store()
        .write(
            new WriteBatch()
                .deleteRange(key("b"), key("e"))
                .put(key("d"), Bytes.utf8("2"))
                .deleteRange(key("d"), key("g"))
                .put(key("e"), Bytes.utf8("2")));
    store().write(new WriteBatch().deleteRange(key("c"), key("d")).put(key("c"), Bytes.utf8("3")));
    store().write(new WriteBatch().deleteRange(key("h"), key("h0")));
    for (int round = 0; round < 2; round++) {
      assertEquals(List.of("a", "c", "e", "g", "i", "j"), texts(scan(store(), FIRST, LAST)));
      assertEquals("2", text("e"));
      assertEquals("3", text("c"));
      reopen();
    }
  }

  @Test
  void aRangeDeleteOfManyKeys() throws Exception {
    WriteBatch batch = new WriteBatch();
    for (int i = 0; i < 10_000; i++) {
      batch.put(numbered(i), random(i % 40));
    }
    store().write(batch);
    store().write(new WriteBatch().deleteRange(numbered(10), numbered(9_990)));
    for (int round = 0; round < 2; round++) {
      assertNull(store().get(numbered(10)));
      assertNull(store().get(numbered(9_989)));
      assertEquals(numbered(9), present(store().get(numbered(9))).key());
      assertEquals(numbered(9_990), present(store().get(numbered(9_990))).key());
      assertEquals(20, scan(store(), FIRST, LAST).size());
      assertEquals(20, store().measure(FIRST, LAST).entryCount());
      reopen();
    }
    store().write(new WriteBatch().put(numbered(500), Bytes.utf8("again")));
    assertEquals(Bytes.utf8("again"), value(store(), numbered(500)));
    assertEquals(1, store().measure(numbered(10), numbered(9_990)).entryCount());
  }

  @Test
  void aBatchOfThousandsOfChangesIsWhole() throws Exception {
    WriteBatch batch = new WriteBatch();
    for (int i = 0; i < 5_000; i++) {
      batch.put(numbered(i), random(i % 2_000));
    }
    store().write(batch);
    reopen();
    assertEquals(5_000, store().measure(FIRST, LAST).entryCount());
    for (int i = 0; i < 5_000; i += 37) {
      assertEquals(random(i % 2_000), value(store(), numbered(i)));
    }
  }

  @Test
  void hintsOfWhatChangedDoNotChangeWhatIsStored() throws Exception {
    Bytes value = random(65_536);
    store().write(new WriteBatch().put(key("chunk"), value));
    for (int i = 0; i < 20; i++) {
      byte[] next = value.toByteArray();
      int offset = i * 3_000;
      Arrays.fill(next, offset, offset + 100, (byte) i);
      value = Bytes.wrap(next);
      store().write(new WriteBatch().put(key("chunk"), value, offset, 100));
    }
    Bytes grown = Bytes.wrap(Arrays.copyOf(value.toByteArray(), 65_636));
    store().write(new WriteBatch().put(key("chunk"), grown, 65_536, 100));
    for (int round = 0; round < 2; round++) {
      assertEquals(grown, value(store(), key("chunk")));
      reopen();
    }
  }

  // ---- reads

  @Test
  void getAllKeepsTheOrderOfTheQuestion() {
    put("a", "1");
    put("b", "2");
    put("c", "3");
    List<Bytes> asked = List.of(key("c"), key("no"), key("a"), key("c"), key("b"), key("zz"));
    List<@Nullable Bytes> expected =
        Arrays.asList(
            Bytes.utf8("3"), null, Bytes.utf8("1"), Bytes.utf8("3"), Bytes.utf8("2"), null);
    assertEquals(expected, valuesOf(store().getAll(asked)));
    assertEquals(List.of(), store().getAll(List.of()));
    try (Snapshot snapshot = store().snapshot()) {
      store().write(new WriteBatch().deleteRange(key("a"), key("z")));
      assertEquals(expected, valuesOf(snapshot.getAll(asked)));
    }
  }

  @Test
  void scanIsFromInclusiveToExclusive() {
    for (String k : List.of("a", "aa", "ab", "b", "c", "ca")) {
      put(k, "v" + k);
    }
    assertEquals(List.of("aa", "ab", "b"), texts(scan(store(), key("aa"), key("c"))));
    assertEquals(List.of("aa", "ab"), texts(scan(store(), key("a0"), key("b"))));
    assertEquals(List.of("a"), texts(scan(store(), key("a"), Bytes.wrap(new byte[] {'a', 0}))));
    assertEquals(List.of("c", "ca"), texts(scan(store(), key("c"), LAST)));
    assertEquals(List.of("a"), texts(scan(store(), FIRST, key("aa"))));
    assertEquals(List.of(), texts(scan(store(), key("b"), key("b"))));
    assertEquals(List.of(), texts(scan(store(), key("c"), key("a"))));
    assertEquals(List.of(), texts(scan(store(), key("d"), LAST)));
  }

  @Test
  void scanReturnsTheValues() {
    WriteBatch batch = new WriteBatch();
    for (int i = 0; i < 300; i++) {
      batch.put(numbered(i), random(i * 11));
    }
    store().write(batch);
    List<Entry> entries = scan(store(), numbered(100), numbered(200));
    assertEquals(100, entries.size());
    for (int i = 0; i < 100; i++) {
      assertEquals(numbered(100 + i), entries.get(i).key());
      assertEquals(random((100 + i) * 11), entries.get(i).value());
    }
  }

  @Test
  void aCursorStaysAtItsEnd() {
    put("a", "1");
    try (Cursor cursor = store().scan(FIRST, LAST)) {
      assertNotNull(cursor.next());
      assertNull(cursor.next());
      assertNull(cursor.next());
    }
  }

  @Test
  void aCursorMayBeLeftInTheMiddle() {
    WriteBatch batch = new WriteBatch();
    for (int i = 0; i < 1000; i++) {
      batch.put(numbered(i), Bytes.utf8("x"));
    }
    store().write(batch);
    for (int i = 0; i < 1000; i += 50) {
      try (Cursor cursor = store().scan(numbered(i), LAST)) {
        assertEquals(numbered(i), present(cursor.next()).key());
      }
    }
  }

  @Test
  void aPrefetchIsOnlyAHint() throws Exception {
    store().write(new WriteBatch().put(numbered(1), Bytes.wrap(new byte[100_000])));
    List<Bytes> some = List.of(numbered(1), numbered(2), numbered(1));
    CommitPosition before = store().snapshot().position();
    store().prefetch(some);
    store().prefetch(List.of());
    try (Snapshot snapshot = store().snapshot()) {
      snapshot.prefetch(some);
      assertEquals(before, snapshot.position());
      assertNull(snapshot.get(numbered(2)));
    }
    assertNotNull(store().get(numbered(1)));
    KeyValueStore closed = store();
    reopen();
    closed.prefetch(some);
    store().prefetch(some);
    assertEquals(1, store().measure(FIRST, LAST).entryCount());
  }

  @Test
  void measureCountsKeysAndValueBytes() throws Exception {
    for (int i = 0; i < 200; i++) {
      store().write(new WriteBatch().put(numbered(i % 100), random(i * 20)));
    }
    store().write(new WriteBatch().deleteRange(numbered(40), numbered(60)));
    store().write(new WriteBatch().delete(numbered(0)));
    for (int round = 0; round < 2; round++) {
      for (int[] range : new int[][] {{0, 100}, {1, 2}, {30, 50}, {45, 55}, {99, 100}, {60, 40}}) {
        List<Entry> entries = scan(store(), numbered(range[0]), numbered(range[1]));
        long bytes = entries.stream().mapToLong(e -> e.value().length()).sum();
        assertEquals(
            new RangeSize(entries.size(), bytes),
            store().measure(numbered(range[0]), numbered(range[1])),
            Arrays.toString(range));
      }
      assertEquals(79, store().measure(FIRST, LAST).entryCount());
      reopen();
    }
  }

  // ---- snapshots

  @Test
  void aSnapshotIsNotTouchedByLaterBatches() {
    put("a", "1");
    put("b", "1");
    CommitPosition last = put("c", "1");
    try (Snapshot snapshot = store().snapshot()) {
      assertEquals(last, snapshot.position());
      put("a", "2");
      store().write(new WriteBatch().delete(key("b")).put(key("d"), Bytes.utf8("2")));
      store().write(new WriteBatch().deleteRange(key("a"), key("z")));
      put("c", "3");
      assertEquals(List.of("a", "b", "c"), texts(scan(snapshot, FIRST, LAST)));
      assertEquals(Bytes.utf8("1"), value(snapshot, key("a")));
      assertEquals(Bytes.utf8("1"), value(snapshot, key("b")));
      assertNull(snapshot.get(key("d")));
      assertEquals(new RangeSize(3, 3), snapshot.measure(FIRST, LAST));
      assertEquals(List.of("c"), texts(scan(store(), FIRST, LAST)));
    }
  }

  @Test
  void snapshotsOfManyMoments() {
    List<Snapshot> snapshots = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      put("k", "v" + i);
      snapshots.add(store().snapshot());
      store().write(new WriteBatch().deleteRange(key("k"), key("l")));
    }
    for (int i = 0; i < 50; i++) {
      assertEquals(Bytes.utf8("v" + i), value(snapshots.get(i), key("k")));
    }
    snapshots.forEach(Snapshot::close);
    snapshots.forEach(Snapshot::close);
    assertNull(store().get(key("k")));
  }

  @Test
  void aScanShowsOneMoment() {
    for (int i = 0; i < 100; i++) {
      store().write(new WriteBatch().put(numbered(i), Bytes.utf8("old")));
    }
    try (Cursor cursor = store().scan(FIRST, LAST)) {
      assertEquals(numbered(0), present(cursor.next()).key());
      store().write(new WriteBatch().deleteRange(numbered(50), numbered(100)));
      store().write(new WriteBatch().put(numbered(1), Bytes.utf8("new")));
      int count = 1;
      for (Entry e = cursor.next(); e != null; e = cursor.next()) {
        assertEquals(Bytes.utf8("old"), e.value());
        count++;
      }
      assertEquals(100, count);
    }
  }

  @Test
  void aSnapshotIsNotTouchedBySyncs() {
    CommitPosition position = put("a", "1");
    try (Snapshot snapshot = store().snapshot()) {
      store().sync(position);
      store().syncToBackingStore(put("a", "2"));
      assertEquals(Bytes.utf8("1"), value(snapshot, key("a")));
      assertEquals(position, snapshot.position());
    }
  }

  // ---- many threads

  @Test
  void batchesOfManyThreadsAreNeverSeenInPart() throws Exception {
    int writers = 4;
    int batchesEach = 250;
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(writers + 1)) {
      Future<?> reader = threads.submit(() -> readPairsUntil(done));
      List<Future<Set<CommitPosition>>> results = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        int writer = w;
        results.add(threads.submit(() -> writePairs(writer, batchesEach)));
      }
      Set<CommitPosition> positions = new HashSet<>();
      for (var result : results) {
        positions.addAll(result.get());
      }
      done.set(true);
      reader.get();
      assertEquals(writers * batchesEach, positions.size(), "every batch its own position");
    }
    for (int w = 0; w < writers; w++) {
      assertEquals(String.valueOf(batchesEach - 1), text("left-" + w));
    }
  }

  private Set<CommitPosition> writePairs(int writer, int batches) {
    Set<CommitPosition> positions = new HashSet<>();
    for (int i = 0; i < batches; i++) {
      Bytes value = Bytes.utf8(String.valueOf(i));
      CommitPosition position =
          store()
              .write(
                  new WriteBatch()
                      .put(key("left-" + writer), value)
                      .deleteRange(key("right-" + writer), key("right-" + writer + "~"))
                      .put(key("right-" + writer), value)
                      .put(key("right-" + writer + "-" + i), value));
      positions.add(position);
      if (i % 25 == 0) {
        store().sync(position);
      }
    }
    return positions;
  }

  private void readPairsUntil(AtomicBoolean done) {
    do {
      for (int w = 0; w < 4; w++) {
        var pair = valuesOf(store().getAll(List.of(key("left-" + w), key("right-" + w))));
        assertEquals(pair.get(0), pair.get(1), "half a batch");
        var right = scan(store(), key("right-" + w), key("right-" + w + "~"));
        assertTrue(right.isEmpty() || right.size() == 2, "half a batch: " + right);
        try (Snapshot snapshot = store().snapshot()) {
          assertEquals(
              value(snapshot, key("left-" + w)),
              value(snapshot, key("right-" + w)),
              "half a batch");
        }
      }
    } while (!done.get());
  }

  // ---- durability

  @Test
  void syncOfAnythingWrittenReturns() {
    store().sync(CommitPosition.NONE);
    store().syncToBackingStore(CommitPosition.NONE);
    CommitPosition first = put("a", "1");
    CommitPosition second = put("b", "2");
    store().admit(1 << 20);
    store().sync(second);
    store().sync(first);
    store().syncToBackingStore(first);
    store().syncToBackingStore(second);
    store().confirmOwnership();
    store().whenSynced(CommitPosition.NONE).toCompletableFuture().join();
    store().whenSynced(put("c", "3")).toCompletableFuture().join();
    store().whenSynced(first).toCompletableFuture().join();
    assertEquals("1", text("a"));
  }

  @Test
  void aReopenKeepsEverything() throws Exception {
    Random random = new Random(11);
    Oracle oracle = new Oracle();
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 100; i++) {
        oracle.write(store(), RandomBatches.batch(random));
      }
      long epoch = store().epoch();
      reopen();
      assertTrue(store().epoch() > epoch, "the epoch did not grow");
      oracle.requireSame(store(), random);
    }
    reopen();
    reopen();
    oracle.requireSame(store(), random);
  }

  @Test
  void aStoreThatBeganEmptyIsNoClone() throws Exception {
    assertEquals(Optional.empty(), store().cloneId());
    store().syncToBackingStore(put("a", "1"));
    reopen();
    assertEquals(Optional.empty(), store().cloneId());
    try (KeyValueReader reader = openReader()) {
      assertEquals(Optional.empty(), reader.cloneId());
    }
  }

  @Test
  void afterATakeOverThereIsAPrefixNoOlderThanTheLastSync() throws Exception {
    for (int crash = 0; crash < 4; crash++) {
      Bytes counter = key("counter-" + crash);
      CommitPosition middle = CommitPosition.NONE;
      for (int i = 1; i <= 60; i++) {
        WriteBatch batch = new WriteBatch().put(counter, Bytes.utf8(String.valueOf(i)));
        batch.put(numbered(crash * 1000 + i), random(i * 100));
        CommitPosition position = store().write(batch);
        middle = i == 40 ? position : middle;
      }
      store().syncToBackingStore(middle);
      takeOver();
      int survived = Integer.parseInt(text("counter-" + crash));
      assertTrue(survived >= 40, "synced 40, found " + survived);
      long found =
          store().measure(numbered(crash * 1000), numbered(crash * 1000 + 999)).entryCount();
      assertEquals(survived, found, "not a prefix");
      assertEquals(random(survived * 100), value(store(), numbered(crash * 1000 + survived)));
    }
  }

  @Test
  void aLaterWriterReplacesTheEarlier() throws Exception {
    store().syncToBackingStore(put("a", "1"));
    KeyValueStore earlier = store();
    takeOver();
    assertTrue(store().epoch() > earlier.epoch());
    assertThrows(
        KeyValueException.Replaced.class,
        () -> earlier.syncToBackingStore(earlier.write(new WriteBatch().delete(key("a")))));
    assertThrows(KeyValueException.Replaced.class, earlier::confirmOwnership);
    assertThrows(KeyValueException.Replaced.class, () -> earlier.sync(CommitPosition.NONE));
    var synced = earlier.whenSynced(CommitPosition.NONE).toCompletableFuture();
    var failure = assertThrows(CompletionException.class, synced::join);
    assertInstanceOf(KeyValueException.Replaced.class, failure.getCause());
    assertThrows(
        KeyValueException.Replaced.class,
        () -> earlier.write(new WriteBatch().put(key("late"), Bytes.utf8("x"))));
    assertEquals("1", text("a"));
    store().syncToBackingStore(put("b", "2"));
    store().confirmOwnership();
    reopen();
    assertEquals(List.of("a", "b"), texts(scan(store(), FIRST, LAST)));
  }

  @Test
  void readsAfterACloseSaySo() throws Exception {
    put("a", "1");
    KeyValueStore closed = store();
    reopen();
    assertThrows(KeyValueException.Closed.class, () -> closed.get(key("a")));
    assertThrows(KeyValueException.Closed.class, () -> closed.getAll(List.of(key("a"))));
    assertThrows(KeyValueException.Closed.class, () -> scan(closed, FIRST, LAST));
    assertThrows(KeyValueException.Closed.class, () -> closed.measure(FIRST, LAST));
  }

  // ---- checkpoints

  @Test
  void aCheckpointStaysAsItWas() throws Exception {
    put("a", "1");
    CommitPosition position = put("b", "1");
    Checkpoint made = store().createCheckpoint("first");
    assertEquals("first", made.name());
    assertTrue(made.position().compareTo(position) >= 0);
    store().write(new WriteBatch().deleteRange(key("a"), key("z")).put(key("c"), Bytes.utf8("2")));
    for (int round = 0; round < 2; round++) {
      try (Snapshot checkpoint = store().openCheckpoint("first")) {
        assertEquals(List.of("a", "b"), texts(scan(checkpoint, FIRST, LAST)));
        assertEquals(Bytes.utf8("1"), value(checkpoint, key("a")));
        assertNull(checkpoint.get(key("c")));
        assertEquals(new RangeSize(2, 2), checkpoint.measure(FIRST, LAST));
        assertEquals(made.position(), checkpoint.position());
      }
      assertEquals(List.of(made), store().checkpoints());
      assertEquals(List.of("c"), texts(scan(store(), FIRST, LAST)));
      reopen();
    }
  }

  @Test
  void aCheckpointIsDurableWhenItReturns() throws Exception {
    put("a", "1");
    Checkpoint made = store().createCheckpoint("kept");
    put("b", "2");
    takeOver();
    assertEquals(List.of(made), store().checkpoints());
    try (Snapshot checkpoint = store().openCheckpoint("kept")) {
      assertEquals(List.of("a"), texts(scan(checkpoint, FIRST, LAST)));
    }
    assertEquals("1", text("a"));
  }

  @Test
  void aCheckpointMadeBesideAWriterIsOneMoment() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    NavigableMap<CommitPosition, Integer> rounds = new ConcurrentSkipListMap<>();
    rounds.put(CommitPosition.NONE, 0);
    put("k", "0");
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<?> writing =
          threads.submit(
              () -> {
                for (int i = 1; !done.get(); i++) {
                  Bytes value = Bytes.utf8(String.valueOf(i));
                  WriteBatch batch = new WriteBatch().put(key("k"), value);
                  store().admit(batch.sizeBytes());
                  rounds.put(store().write(batch.put(key("k" + i % 7), value)), i);
                }
              });
      for (int i = 0; i < 30; i++) {
        store().createCheckpoint("c" + i);
      }
      done.set(true);
      writing.get();
    }
    for (Checkpoint made : store().checkpoints()) {
      try (Snapshot checkpoint = store().openCheckpoint(made.name())) {
        int round = rounds.floorEntry(made.position()).getValue();
        for (int i = round; i > Math.max(0, round - 7); i--) {
          Bytes value = Bytes.utf8(String.valueOf(i));
          assertEquals(value, value(checkpoint, key("k" + i % 7)), made::toString);
        }
        assertEquals(Bytes.utf8(String.valueOf(round)), value(checkpoint, key("k")));
      }
    }
  }

  @Test
  void checkpointsAreInTheOrderOfTheirPositions() throws Exception {
    List<Checkpoint> made = new ArrayList<>();
    for (String name : List.of("z", "A.b_c-1", "m", "0")) {
      put("k", name);
      made.add(store().createCheckpoint(name));
    }
    assertEquals(made, store().checkpoints());
    store().deleteCheckpoint("m");
    made.remove(2);
    assertEquals(made, store().checkpoints());
    reopen();
    assertEquals(made, store().checkpoints());
    try (Snapshot checkpoint = store().openCheckpoint("z")) {
      assertEquals(Bytes.utf8("z"), value(checkpoint, key("k")));
    }
  }

  @Test
  void aDeletedCheckpointStaysReadableWhereItIsOpen() throws Exception {
    WriteBatch batch = new WriteBatch();
    for (int i = 0; i < 100; i++) {
      batch.put(numbered(i), random(3_000));
    }
    store().write(batch);
    store().createCheckpoint("gone");
    store().write(new WriteBatch().deleteRange(numbered(0), numbered(100)));
    try (Snapshot checkpoint = store().openCheckpoint("gone")) {
      store().deleteCheckpoint("gone");
      assertEquals(List.of(), store().checkpoints());
      assertEquals(random(3_000), value(checkpoint, numbered(50)));
      assertEquals(100, scan(checkpoint, FIRST, LAST).size());
    }
    assertThrows(IllegalArgumentException.class, () -> store().openCheckpoint("gone"));
    store().createCheckpoint("gone");
    reopen();
    try (Snapshot checkpoint = store().openCheckpoint("gone")) {
      assertEquals(List.of(), scan(checkpoint, FIRST, LAST));
    }
  }

  @Test
  void wrongCheckpointNamesAreRefused() {
    put("a", "1");
    store().createCheckpoint("taken");
    for (String name : List.of("taken", "", "a/b", "a b", "é", "x".repeat(129))) {
      assertThrows(IllegalArgumentException.class, () -> store().createCheckpoint(name), name);
    }
    assertThrows(IllegalArgumentException.class, () -> store().openCheckpoint("no"));
    assertThrows(IllegalArgumentException.class, () -> store().deleteCheckpoint("no"));
    assertEquals(1, store().checkpoints().size());
    store().createCheckpoint("x".repeat(128));
  }

  // ---- readers

  @Test
  void aReaderSeesWhatIsInTheBackingStoreAfterTheLag() throws Exception {
    store().syncToBackingStore(put("a", "1"));
    try (KeyValueReader reader = openReader()) {
      assertEquals(Bytes.utf8("1"), value(reader, key("a")));
      WriteBatch batch = new WriteBatch().put(key("a"), Bytes.utf8("2")).put(key("c"), random(9));
      CommitPosition position = store().write(batch.put(key("b"), random(70_000)));
      store().syncToBackingStore(position);
      passLag();
      assertEquals(Bytes.utf8("2"), value(reader, key("a")));
      assertEquals(random(70_000), value(reader, key("b")));
      assertEquals(
          Arrays.asList(random(9), null, Bytes.utf8("2")),
          valuesOf(reader.getAll(List.of(key("c"), key("d"), key("a")))));
      assertEquals(List.of("a", "b", "c"), texts(scan(reader, FIRST, LAST)));
      assertEquals(new RangeSize(2, 70_009), reader.measure(key("b"), LAST));
      try (Snapshot snapshot = reader.snapshot()) {
        assertTrue(snapshot.position().compareTo(position) >= 0);
      }
    }
  }

  @Test
  void aReaderSeesAPrefixAndGoesForwardOnly() throws Exception {
    Oracle[] history = new Oracle[301];
    history[0] = new Oracle();
    long[] positions = new long[history.length];
    store().syncToBackingStore(CommitPosition.NONE);
    try (KeyValueReader reader = openReader()) {
      long before = 0;
      Random random = new Random(5);
      for (int i = 1; i < history.length; i++) {
        history[i] = history[i - 1].copy();
        WriteBatch batch = RandomBatches.batch(random);
        positions[i] = history[i].write(store(), batch).sequence();
        if (i % 7 == 0) {
          store().syncToBackingStore(new CommitPosition(positions[i - random.nextInt(5)]));
        }
        if (i % 3 == 0) {
          passLag();
        }
        if (i % 10 == 0) {
          before = requirePrefix(reader, history, positions, before);
        }
      }
      store().syncToBackingStore(new CommitPosition(positions[300]));
      passLag();
      assertEquals(positions[300], requirePrefix(reader, history, positions, before));
    }
  }

  /** Compares everything that {@code reader} sees with what was written up to its position. */
  private static long requirePrefix(
      KeyValueReader reader, Oracle[] history, long[] positions, long before) {
    try (Snapshot snapshot = reader.snapshot()) {
      long position = snapshot.position().sequence();
      assertTrue(position >= before, "from " + before + " back to " + position);
      int index = 0;
      while (positions[index] != position && index < positions.length - 1) {
        index++;
      }
      assertEquals(position, positions[index], "nothing was written at " + position);
      history[index].requireSame(snapshot, new Random(position));
      return position;
    }
  }

  @Test
  void aReaderNeverSeesHalfABatch() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    store().syncToBackingStore(put("left-0", "0"));
    writePairs(0, 1);
    store().syncToBackingStore(put("other", "0"));
    try (ExecutorService threads = Executors.newFixedThreadPool(2);
        KeyValueReader reader = openReader()) {
      Future<?> reading =
          threads.submit(
              () -> {
                do {
                  passLag();
                  requireWholePair(reader);
                } while (!done.get());
              });
      writePairs(0, 200);
      done.set(true);
      reading.get();
    }
  }

  private static void requireWholePair(KeyValueReader reader) {
    var pair = valuesOf(reader.getAll(List.of(key("left-0"), key("right-0"))));
    assertEquals(pair.get(0), pair.get(1), "half a batch");
    var right = scan(reader, key("right-0"), key("right-0~"));
    assertEquals(2, right.size(), () -> "half a batch: " + right);
  }

  @Test
  void aReadersSnapshotStaysAsItWas() throws Exception {
    store().syncToBackingStore(put("a", "1"));
    try (KeyValueReader reader = openReader();
        Snapshot snapshot = reader.snapshot();
        Cursor cursor = reader.scan(FIRST, LAST)) {
      for (int i = 0; i < 20; i++) {
        store().write(new WriteBatch().deleteRange(key("a"), key("b")));
        store().syncToBackingStore(put("aa", "2"));
        passLag();
        assertEquals(List.of("aa"), texts(scan(reader, FIRST, LAST)));
        assertEquals(List.of("a"), texts(scan(snapshot, FIRST, LAST)));
        assertEquals(Bytes.utf8("1"), value(snapshot, key("a")));
      }
      assertEquals(key("a"), present(cursor.next()).key());
      assertNull(cursor.next());
      snapshot.close();
    }
  }

  @Test
  void aReaderFollowsLaterWritersAndOutlivesThem() throws Exception {
    store().syncToBackingStore(put("a", "1"));
    try (KeyValueReader reader = openReader()) {
      takeOver();
      store().syncToBackingStore(put("b", "1"));
      passLag();
      assertEquals(List.of("a", "b"), texts(scan(reader, FIRST, LAST)));
      reopen();
      store().syncToBackingStore(put("c", "1"));
      store().close();
      opened.remove(store());
      passLag();
      assertEquals(List.of("a", "b", "c"), texts(scan(reader, FIRST, LAST)));
      takeOver();
    }
  }

  @Test
  void aReaderReadsCheckpoints() throws Exception {
    put("a", "1");
    Checkpoint first = store().createCheckpoint("first");
    store().write(new WriteBatch().delete(key("a")).put(key("b"), random(5_000)));
    try (KeyValueReader reader = openReader()) {
      assertEquals(List.of(first), reader.checkpoints());
      Checkpoint second = store().createCheckpoint("second");
      passLag();
      assertEquals(List.of(first, second), reader.checkpoints());
      try (Snapshot snapshot = reader.openCheckpoint("first")) {
        assertEquals(first.position(), snapshot.position());
        assertEquals(List.of("a"), texts(scan(snapshot, FIRST, LAST)));
      }
      try (Snapshot snapshot = reader.openCheckpoint("second")) {
        assertEquals(second.position(), snapshot.position());
        assertEquals(random(5_000), value(snapshot, key("b")));
        store().deleteCheckpoint("second");
        passLag();
        assertEquals(List.of(first), reader.checkpoints());
        assertEquals(List.of("b"), texts(scan(snapshot, FIRST, LAST)));
      }
      assertThrows(IllegalArgumentException.class, () -> reader.openCheckpoint("second"));
    }
  }

  @Test
  void aClosedReaderSaysSo() throws Exception {
    store().syncToBackingStore(put("a", "1"));
    KeyValueReader reader = openReader();
    Snapshot snapshot = reader.snapshot();
    reader.close();
    reader.close();
    assertThrows(KeyValueException.Closed.class, reader::snapshot);
    assertThrows(KeyValueException.Closed.class, reader::checkpoints);
    assertThrows(KeyValueException.Closed.class, () -> reader.openCheckpoint("x"));
    assertThrows(KeyValueException.Closed.class, () -> reader.get(key("a")));
    assertThrows(KeyValueException.Closed.class, () -> reader.getAll(List.of(key("a"))));
    assertThrows(KeyValueException.Closed.class, () -> scan(reader, FIRST, LAST));
    assertThrows(KeyValueException.Closed.class, () -> reader.measure(FIRST, LAST));
    assertThrows(KeyValueException.Closed.class, () -> snapshot.get(key("a")));
    snapshot.close();
    assertEquals("1", text("a"));
    store().syncToBackingStore(put("b", "1"));
  }

  // ---- random histories

  @Test
  void randomHistoriesMatchASortedMap() {
    Seeds.forEach(
        randomHistories(),
        seed -> {
          store().write(new WriteBatch().deleteRange(Bytes.wrap(new byte[1]), LAST));
          new RandomHistory(seed).run(400);
        });
  }

  /** Random steps on the store and on its oracle, which must agree all the way. */
  private final class RandomHistory {
    private record Held(Snapshot snapshot, Oracle asItWas) {}

    private final Random random;
    private final Oracle oracle = new Oracle();
    private final List<Held> held = new ArrayList<>();
    private CommitPosition last = CommitPosition.NONE;

    RandomHistory(long seed) {
      random = new Random(seed);
    }

    void run(int steps) throws Exception {
      for (int i = 0; i < steps; i++) {
        step();
      }
      releaseAll();
      reopen();
      oracle.requireSame(store(), random);
      for (Checkpoint checkpoint : store().checkpoints()) {
        store().deleteCheckpoint(checkpoint.name());
      }
    }

    private void step() throws Exception {
      int dice = random.nextInt(100);
      if (dice < 60) {
        CommitPosition position = oracle.write(store(), RandomBatches.batch(random));
        assertTrue(position.compareTo(last) > 0);
        last = position;
      } else if (dice < 75) {
        oracle.requireSame(store(), random);
      } else if (dice < 82) {
        held.add(new Held(store().snapshot(), oracle.copy()));
      } else if (dice < 90 && !held.isEmpty()) {
        Held chosen = held.remove(random.nextInt(held.size()));
        chosen.asItWas.requireSame(chosen.snapshot, random);
        chosen.snapshot.close();
      } else if (dice < 95) {
        store().sync(new CommitPosition(random.nextLong(last.sequence() + 1)));
      } else if (dice < 97) {
        String name = "checkpoint-" + store().checkpoints().size();
        store().createCheckpoint(name);
        held.add(new Held(store().openCheckpoint(name), oracle.copy()));
      } else if (dice < 98) {
        releaseAll();
        reopen();
      }
    }

    private void releaseAll() {
      for (Held each : held) {
        each.asItWas.requireSame(each.snapshot, random);
        each.snapshot.close();
      }
      held.clear();
    }
  }

  // ---- vocabulary

  /** A key of text. */
  protected static Bytes key(String text) {
    return Bytes.utf8(text);
  }

  private CommitPosition put(String key, String value) {
    return store().write(new WriteBatch().put(key(key), Bytes.utf8(value)));
  }

  private String text(String key) {
    return present(store().get(key(key))).value().toUtf8();
  }

  private static Bytes numbered(int number) {
    return Bytes.copyOf(ByteBuffer.allocate(5).put((byte) 'n').putInt(number).flip());
  }

  private static Entry present(@Nullable Entry entry) {
    return Objects.requireNonNull(entry, "no entry");
  }

  private static @Nullable Bytes value(Reads reads, Bytes key) {
    Entry entry = reads.get(key);
    return entry == null ? null : entry.value();
  }

  private static List<@Nullable Bytes> valuesOf(List<@Nullable Entry> entries) {
    List<@Nullable Bytes> values = new ArrayList<>();
    for (Entry entry : entries) {
      values.add(entry == null ? null : entry.value());
    }
    return values;
  }

  /** Everything a scan returns. */
  protected static List<Entry> scan(Reads reads, Bytes from, Bytes to) {
    List<Entry> entries = new ArrayList<>();
    try (Cursor cursor = reads.scan(from, to)) {
      for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private static List<Bytes> keysOf(List<Entry> entries) {
    return entries.stream().map(Entry::key).toList();
  }

  private static List<String> texts(List<Entry> entries) {
    return entries.stream().map(entry -> entry.key().toUtf8()).toList();
  }

  private static Bytes random(int lengthBytes) {
    byte[] value = new byte[lengthBytes];
    new Random(lengthBytes).nextBytes(value);
    return Bytes.wrap(value);
  }

  private static byte[] filledArray(int lengthBytes, int with) {
    byte[] array = new byte[lengthBytes];
    Arrays.fill(array, (byte) with);
    return array;
  }
}
