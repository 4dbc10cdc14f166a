package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.background.Step;
import dev.zerofs.lsm.disk.VolatileDisk;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.objectstore.Fault;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectSummary;
import dev.zerofs.ports.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an open store costs, and how it fares with a journal or a store that fails. */
final class EngineTest {

  private static final long SECOND_NANOS = 1_000_000_000L;

  private final ManualClock clock = new ManualClock();
  private ObjectStore objects = new MemoryObjectStore(clock);
  private final Random random = new Random(1);
  @TempDir private Path directory;

  @Test
  void anIdleVolumeMakesNoRequests() {
    SimProcess process = process(Durability.JOURNAL, directory);
    KeyValueStore store = process.open();
    put(store, "a", "1");
    clock.advance(2 * SECOND_NANOS);
    settle(process);
    process.view().resetCounts();
    for (int minute = 0; minute < 8 * 60; minute++) {
      clock.advance(60 * SECOND_NANOS);
      settle(process);
    }
    assertEquals(0, process.view().counts().requests());
  }

  @Test
  void deletedDataIsGivenBackWithoutAnotherWriteAndThenAllIsQuiet() {
    SimProcess process = process(Durability.BUCKET, null);
    KeyValueStore store = process.open();
    byte[] chunk = new byte[65_536];
    for (int i = 0; i < 2000; i++) {
      new Random(i).nextBytes(chunk);
      store.write(new WriteBatch().put(Bytes.utf8("chunk:" + (10_000 + i)), Bytes.copyOf(chunk)));
    }
    store.createCheckpoint("flushed");
    store.deleteCheckpoint("flushed");
    long full = storedBytes();
    store.sync(
        store.write(new WriteBatch().deleteRange(Bytes.utf8("chunk:"), Bytes.utf8("chunk;"))));
    for (int minute = 0; minute < 30; minute++) {
      clock.advance(60 * SECOND_NANOS);
      settle(process);
    }
    assertTrue(full > 2000 * 65_536L, full + " bytes before");
    assertTrue(storedBytes() < full / 100, storedBytes() + " bytes are left of " + full);
    process.view().resetCounts();
    for (int minute = 0; minute < 8 * 60; minute++) {
      clock.advance(60 * SECOND_NANOS);
      settle(process);
    }
    assertEquals(0, process.view().counts().requests());
  }

  private long storedBytes() {
    long bytes = 0;
    ObjectKey after = null;
    while (true) {
      ObjectPage page = objects.list("", after, 1000);
      bytes += page.objects().stream().mapToLong(ObjectSummary::sizeBytes).sum();
      if (!page.more()) {
        return bytes;
      }
      after = page.objects().getLast().key();
    }
  }

  @Test
  void sixteenAppendsToOneChunkUploadItOnce() {
    SimProcess process = process(Durability.MEMORY, null);
    KeyValueStore store = process.open();
    settle(process);
    process.view().resetCounts();
    byte[] chunk = new byte[65_536];
    new Random(1).nextBytes(chunk);
    for (int i = 1; i <= 16; i++) {
      byte[] value = Arrays.copyOf(chunk, i * 4096);
      store.write(new WriteBatch().put(Bytes.utf8("chunk"), Bytes.wrap(value)));
    }
    clock.advance(2 * SECOND_NANOS);
    settle(process);
    assertTrue(process.view().counts().uploadedBytes() < 66_500, "once and a header");
  }

  @Test
  void aJournalWithoutADiskMeansWaitingForTheBucket() throws IOException {
    Path file = Files.createFile(directory.resolve("not-a-directory"));
    SimProcess process = process(Durability.JOURNAL, file);
    KeyValueStore store = process.open();
    CommitPosition position = put(store, "a", "1");
    store.sync(position);
    process.view().crash();
    assertEquals("1", text(process(Durability.BUCKET, null).open(), "a"));
  }

  @Test
  void aJournalThatMayBeNeededAndCannotBeOpenedStopsTheStart() throws IOException {
    try (VolatileDisk disk = VolatileDisk.in(directory.resolve("disk"))) {
      SimProcess first = process(Durability.JOURNAL, disk.directory());
      KeyValueStore store = first.open();
      store.sync(put(store, "a", "acknowledged"));
      first.view().crash();
      try (VolatileDisk after = disk.restart(directory.resolve("after"))) {
        after.refuse(true);
        SimProcess second = process(Durability.JOURNAL, after.directory());
        var refused = assertThrows(KeyValueException.Unusable.class, second::open);
        assertTrue(String.valueOf(refused.getMessage()).contains(after.directory().toString()));
        after.refuse(false);
        KeyValueStore third = process(Durability.JOURNAL, after.directory()).open();
        assertEquals("acknowledged", text(third, "a"));
      }
    }
  }

  @Test
  void aJournalWhoseDiskFailsMeansWaitingForTheBucketUntilItIsMended() throws IOException {
    try (VolatileDisk disk = VolatileDisk.in(directory.resolve("disk"))) {
      SimProcess process = process(Durability.JOURNAL, disk.directory());
      KeyValueStore store = process.open();
      settle(process);
      disk.refuse(true);
      process.view().resetCounts();
      store.sync(put(store, "a", "1"));
      assertEquals(1, process.view().counts().requests(), "the bucket has it");
      disk.refuse(false);
      clock.advance(11 * SECOND_NANOS);
      store.syncToBackingStore(put(store, "b", "2"));
      process.view().resetCounts();
      store.sync(put(store, "c", "3"));
      assertEquals(0, process.view().counts().requests(), "the journal has it");
    }
  }

  @Test
  void whatTheJournalWroteUnaskedIsStableOnlyOnceSomebodyHasWaited() throws IOException {
    for (int cut = 0; cut < 10; cut++) {
      objects = new MemoryObjectStore(clock);
      try (VolatileDisk disk = VolatileDisk.in(directory.resolve("disk" + cut))) {
        SimProcess process = process(Durability.JOURNAL, disk.directory());
        KeyValueStore store = process.open();
        CommitPosition first = put(store, "first", "acknowledged");
        for (int i = 0; figure(store, "journal.relieved-groups") < 2; i++) {
          WriteBatch batch = new WriteBatch().put(Bytes.utf8("k" + i), Bytes.wrap(new byte[8192]));
          store.admit(batch.sizeBytes());
          store.write(batch);
        }
        store.sync(first);
        process.view().crash();
        Path next = directory.resolve("next" + cut);
        try (VolatileDisk after = disk.cutPower(next, new Random(cut))) {
          KeyValueStore again = process(Durability.JOURNAL, after.directory()).open();
          assertEquals("acknowledged", text(again, "first"), "cut " + cut);
        }
      }
    }
  }

  @Test
  void aTailOfAnotherHistoryIsSetAside() throws IOException {
    SimProcess first = process(Durability.JOURNAL, directory.resolve("one"));
    KeyValueStore store = first.open();
    store.sync(put(store, "a", "lost with its machine"));
    first.view().crash();
    SimProcess second = process(Durability.BUCKET, null);
    KeyValueStore other = second.open();
    other.sync(put(other, "a", "won"));
    other.close();
    copy(directory.resolve("one"), directory.resolve("two"));
    KeyValueStore back = process(Durability.JOURNAL, directory.resolve("two")).open();
    assertEquals("won", text(back, "a"));
    try (Stream<Path> files = Files.walk(directory.resolve("two"))) {
      assertTrue(files.anyMatch(path -> path.toString().contains("set-aside-")));
    }
  }

  @Test
  void aServerThatIsReplacedOnItsOwnMachineHandsItsJournalOver() {
    SimProcess first = process(Durability.JOURNAL, directory);
    KeyValueStore before = first.open();
    before.sync(put(before, "a", "acknowledged"));
    SimProcess second = process(Durability.JOURNAL, directory);
    second.driver().start("the end of the first", 1, ending(before));
    KeyValueStore after = second.open();
    assertEquals("acknowledged", text(after, "a"));
    CommitPosition position = put(after, "b", "more");
    after.sync(position);
    second.view().crash();
  }

  private static Step ending(KeyValueStore store) {
    return () -> {
      store.close();
      return Step.IDLE;
    };
  }

  @Test
  void theJournalOfAServerThatDoesNotEndIsReadAsItIs() throws IOException {
    SimProcess first = process(Durability.JOURNAL, directory.resolve("one"));
    KeyValueStore before = first.open();
    before.sync(put(before, "a", "acknowledged"));
    SimProcess second = process(Durability.JOURNAL, directory.resolve("one"));
    KeyValueStore after = second.open();
    assertEquals("acknowledged", text(after, "a"));
    after.sync(put(after, "b", "more"));
    second.view().crash();
    copy(directory.resolve("one"), directory.resolve("two"));
    KeyValueStore third = process(Durability.JOURNAL, directory.resolve("two")).open();
    assertEquals("acknowledged", text(third, "a"));
    assertEquals("more", text(third, "b"));
  }

  @Test
  void figuresTellWhatIsNotYetStableAndNotYetInTheBucket() {
    SimProcess process = process(Durability.JOURNAL, directory);
    KeyValueStore store = process.open();
    settle(process);
    CommitPosition position = put(store, "a", "x".repeat(5_000));
    clock.advance(SECOND_NANOS / 2);
    assertTrue(figure(store, "journal.unsynced-bytes") >= 5_000);
    assertEquals(SECOND_NANOS / 2, figure(store, "journal.unsynced-age-nanos"));
    assertTrue(figure(store, "upload.waiting-bytes") >= 5_000);
    assertEquals(SECOND_NANOS / 2, figure(store, "upload.oldest-age-nanos"));
    store.sync(position);
    assertEquals(0, figure(store, "journal.unsynced-bytes"));
    assertTrue(figure(store, "journal.written-bytes") >= 5_000);
    assertTrue(figure(store, "upload.waiting-bytes") >= 5_000);
    store.syncToBackingStore(position);
    assertEquals(0, figure(store, "upload.waiting-bytes"));
    assertEquals(0, figure(store, "upload.oldest-age-nanos"));
  }

  private static long figure(KeyValueStore store, String name) {
    Long value = store.figures().get(name);
    assertNotNull(value, name);
    return value;
  }

  @Test
  void oneRequestThatFailsIsNoOutageToWhoWasReplaced() {
    SimProcess first = process(Durability.BUCKET, null);
    KeyValueStore store = first.open();
    process(Durability.BUCKET, null).open();
    clock.advance(6 * SECOND_NANOS);
    first.view().script(Fault.THROTTLE, 1, _ -> true);
    assertThrows(KeyValueException.Replaced.class, store::confirmOwnership);
  }

  @Test
  void aStoreWithoutRoomRefusesBeforeAnythingIsAccepted() {
    SimProcess process = process(Durability.JOURNAL, directory);
    KeyValueStore store = process.open();
    process.view().room(100_000);
    clock.advance(SECOND_NANOS / 2);
    store.admit(60_000);
    store.write(new WriteBatch().put(Bytes.utf8("a"), Bytes.wrap(new byte[60_000])));
    assertThrows(KeyValueException.OutOfSpace.class, () -> store.admit(60_000));
    assertThrows(KeyValueException.OutOfSpace.class, () -> store.admit(45_000));
    store.admit(1);
    process.view().room(0);
    clock.advance(SECOND_NANOS / 2);
    assertThrows(KeyValueException.OutOfSpace.class, () -> store.admit(1));
    store.sync(
        store.write(new WriteBatch().delete(Bytes.utf8("a")))); // whoever frees is let through
    process.view().room(1 << 30);
    clock.advance(SECOND_NANOS / 2);
    store.admit(60_000);
  }

  @Test
  void whoHasWaitedForMemoryStillTakesRoomInTheStore() {
    SimProcess process = process(Durability.MEMORY, null);
    KeyValueStore store = process.open();
    process.view().room(200L << 20);
    long up = clock.monotonicNanos() + SECOND_NANOS;
    process.downUntil(up);
    Bytes value = Bytes.wrap(new byte[1 << 20]);
    for (int i = 0; i < 96; i++) {
      store.write(new WriteBatch().put(Bytes.utf8("k" + i), value));
    }
    int change = 90 << 20;
    store.admit(change);
    assertTrue(clock.monotonicNanos() >= up, "it has waited");
    store.admit(change);
    assertThrows(KeyValueException.OutOfSpace.class, () -> store.admit(change));
  }

  @Test
  void anOutageTurnsIntoUnavailableAtAdmissionAndDrainsAfterwards() {
    SimProcess process = process(Durability.BUCKET, null);
    KeyValueStore store = process.open();
    store.sync(put(store, "a", "1"));
    process.view().goDown();
    CommitPosition position = put(store, "a", "2");
    for (int i = 0; i < 8; i++) {
      clock.advance(SECOND_NANOS);
      settle(process);
    }
    assertThrows(KeyValueException.Unavailable.class, () -> store.admit(1));
    assertEquals("2", text(store, "a"));
    process.view().comeUp();
    store.sync(position);
    store.admit(1);
  }

  private SimProcess process(Durability durability, @Nullable Path journal) {
    return new SimProcess(objects, clock, SimProcess.usualOptions(durability, journal), random);
  }

  /** Does everything that is due now. */
  private static void settle(SimProcess process) {
    process.driver().wake();
    while (process.driver().runOne()) {}
  }

  private static CommitPosition put(KeyValueStore store, String key, String value) {
    store.admit(value.length());
    return store.write(new WriteBatch().put(Bytes.utf8(key), Bytes.utf8(value)));
  }

  private static String text(KeyValueStore store, String key) {
    Entry entry = store.get(Bytes.utf8(key));
    return entry == null ? "nothing" : entry.value().toUtf8();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
