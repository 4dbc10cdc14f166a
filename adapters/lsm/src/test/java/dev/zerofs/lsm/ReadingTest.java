package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectSummary;
import dev.zerofs.ports.objectstore.StoreRequest.Kind;
import dev.zerofs.ports.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many requests reading costs, and that no cache ever tells what was elsewhere or before. */
final class ReadingTest {

  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final long CACHE_BYTES = 256L << 20;
  private static final int VALUE_BYTES = 64 << 10;

  private final ManualClock clock = new ManualClock();
  private final Random random = new Random(1);
  private ObjectStore objects = new MemoryObjectStore(clock);
  @TempDir private Path directory;

  private SimProcess process(Durability durability) {
    LsmOptions options = withoutCache(durability).cache(cache(), CACHE_BYTES).options();
    return new SimProcess(objects, clock, options, random);
  }

  private SimOptions withoutCache(Durability durability) {
    return SimOptions.usual(durability, directory.resolve("journal"));
  }

  private Path cache() {
    return directory.resolve("cache");
  }

  /** Does everything that is due now and within the next seconds. */
  private void settle(SimProcess process) {
    for (int second = 0; second < 3; second++) {
      process.driver().wake();
      while (process.driver().runOne()) {}
      clock.advance(SECOND_NANOS);
    }
  }

  private static Bytes key(int number) {
    return Bytes.utf8("%08d".formatted(number));
  }

  private static Bytes value(int number, int seed) {
    byte[] value = new byte[VALUE_BYTES];
    new Random(31L * number + seed).nextBytes(value);
    return Bytes.wrap(value);
  }

  private void write(SimProcess process, KeyValueStore store, int count, int seed) {
    for (int i = 0; i < count; i++) {
      store.admit(VALUE_BYTES);
      store.write(new WriteBatch().put(key(i), value(i, seed)));
      if (i % 64 == 0) {
        settle(process);
      }
    }
    settle(process);
  }

  private static void readAll(KeyValueStore store, int count, int seed) {
    for (int i = 0; i < count; i++) {
      Entry entry = store.get(key(i));
      assertEquals(value(i, seed), entry == null ? null : entry.value(), "value " + i);
    }
  }

  private static long reads(SimProcess process) {
    return process.view().counts().requests(Kind.GET)
        + process.view().counts().requests(Kind.GET_RANGE);
  }

  @Test
  void whatWasJustWrittenIsReadBackWithoutARequestAlsoAfterARestart() {
    int count = 500; // several times the memory cache
    SimProcess first = process(Durability.MEMORY);
    KeyValueStore store = first.open();
    write(first, store, count, 1);
    first.view().resetCounts();
    readAll(store, count, 1);
    assertEquals(0, reads(first));
    store.close();

    SimProcess second = process(Durability.MEMORY);
    store = second.open();
    settle(second);
    second.view().resetCounts();
    readAll(store, count, 1);
    assertEquals(0, reads(second));
    store.close();
  }

  @Test
  void anotherBucketInTheSamePlaceIsNeverMistakenForTheFormer() {
    SimProcess first = process(Durability.MEMORY);
    KeyValueStore store = first.open();
    write(first, store, 20, 1);
    store.close();
    objects = new MemoryObjectStore(clock);
    SimProcess second = process(Durability.MEMORY);
    store = second.open();
    write(second, store, 20, 2);
    readAll(store, 20, 2);
    store.close();
  }

  @Test
  void aBucketRestoredFromAnOldCopyIsNeverMistakenForItsLaterSelf() {
    SimProcess first = process(Durability.MEMORY);
    KeyValueStore store = first.open();
    write(first, store, 5, 1);
    store.close();
    ObjectStore copy = copyOf(objects);
    SimProcess second = process(Durability.MEMORY);
    store = second.open();
    write(second, store, 20, 2);
    store.close();
    objects = copy;
    SimProcess third = process(Durability.MEMORY);
    store = third.open();
    settle(third);
    readAll(store, 5, 1);
    write(third, store, 20, 3);
    readAll(store, 20, 3);
    store.close();
    SimProcess fourth = process(Durability.MEMORY);
    store = fourth.open();
    settle(fourth);
    readAll(store, 20, 3);
    store.close();
  }

  @Test
  void whatWasPrefetchedIsReadWithoutARequest() {
    int count = 64;
    SimProcess writer = process(Durability.MEMORY);
    KeyValueStore store = writer.open();
    write(writer, store, count, 1);
    store.close();
    SimProcess reader = diskless();
    store = reader.open();
    assertNotNull(store.get(key(60))); // tables are open
    reader.view().resetCounts();
    store.prefetch(List.of(key(0), key(1), key(2), key(3), Bytes.utf8("absent")));
    assertEquals(0, reads(reader), "it returns at once");
    run(reader);
    long ahead = reads(reader);
    assertTrue(ahead >= 1 && ahead <= 2, ahead + " requests");
    readAll(store, 4, 1);
    assertEquals(ahead, reads(reader));
    store.close();
  }

  @Test
  void prefetchingIsBoundedByTheMemoryForIt() {
    int count = 2000;
    SimProcess writer = process(Durability.MEMORY);
    KeyValueStore store = writer.open();
    write(writer, store, count, 1);
    store.close();
    SimProcess reader = diskless();
    store = reader.open();
    reader.view().resetCounts();
    for (int round = 0; round < 100; round++) {
      store.prefetch(IntStream.range(0, count).mapToObj(ReadingTest::key).toList());
    }
    run(reader);
    long bytes = reader.view().counts().downloadedBytes();
    assertTrue(bytes < 100 << 20, bytes + " bytes of 125 MiB that were asked for");
    store.close();
  }

  @Test
  void aStoreThatIsDownMakesNoPrefetchThrow() {
    SimProcess writer = process(Durability.MEMORY);
    KeyValueStore store = writer.open();
    write(writer, store, 10, 1);
    store.close();
    SimProcess reader = diskless();
    store = reader.open();
    reader.view().goDown();
    store.prefetch(List.of(key(0)));
    run(reader);
    reader.view().comeUp();
    readAll(store, 10, 1);
    store.close();
  }

  private SimProcess diskless() {
    LsmOptions usual = SimProcess.usualOptions(Durability.MEMORY, null);
    return new SimProcess(objects, clock, usual, random);
  }

  private static void run(SimProcess process) {
    process.driver().wake();
    while (process.driver().runOne()) {}
  }

  @Test
  void whatTheJournalHasIsNotWrittenToTheDiskAgain() throws IOException {
    int count = 480; // 30 MiB, and 30 files of the journal
    SimProcess first = process(Durability.JOURNAL);
    KeyValueStore store = first.open();
    settle(first);
    writeSynced(first, store, count);
    first.view().resetCounts();
    readAll(store, count, 1);
    assertEquals(0, reads(first));
    long written = store.figures().getOrDefault("cache.disk-written-bytes", 0L);
    assertTrue(written < 3 << 20, written + " bytes beside the journal's 30 MiB");
    assertTrue(filesIn("cache/slabs", ".taken") > 20);
    assertTrue(filesIn("journal", ".journal") <= 4);
    store.close();

    SimProcess second = process(Durability.JOURNAL);
    store = second.open();
    settle(second);
    second.view().resetCounts();
    readAll(store, count, 1);
    assertEquals(0, reads(second));
    store.close();
  }

  @Test
  void theJournalGetsFilesBackFromAFullCache() throws IOException {
    int count = 480;
    LsmOptions small = withoutCache(Durability.JOURNAL).cache(cache(), 12 << 20).options();
    SimProcess process = new SimProcess(objects, clock, small, random);
    KeyValueStore store = process.open();
    settle(process);
    writeSynced(process, store, count);
    long kept = store.figures().getOrDefault("cache.disk-bytes", 0L);
    assertTrue(kept > 6 << 20 && kept <= 12 << 20, kept + " bytes kept");
    readAll(store, count, 1);
    process.view().crash();
    LsmOptions usual = withoutCache(Durability.JOURNAL).options();
    SimProcess next = new SimProcess(objects, clock, usual, random);
    readAll(next.open(), count, 1);
  }

  private void writeSynced(SimProcess process, KeyValueStore store, int count) {
    for (int i = 0; i < count; i++) {
      store.admit(VALUE_BYTES);
      CommitPosition position = store.write(new WriteBatch().put(key(i), value(i, 1)));
      if (i % 15 == 14) {
        store.sync(position);
        settle(process);
      }
    }
    settle(process);
  }

  private long filesIn(String below, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve(below))) {
      return files.filter(path -> path.toString().endsWith(suffix)).count();
    }
  }

  private ObjectStore copyOf(ObjectStore from) {
    ObjectStore copy = new MemoryObjectStore(clock);
    ObjectKey after = null;
    boolean more = true;
    while (more) {
      ObjectPage page = from.list("", after, 1000);
      for (ObjectSummary object : page.objects()) {
        copy.put(object.key(), from.get(object.key()));
        after = object.key();
      }
      more = page.more();
    }
    return copy;
  }

  @Test
  void coldValuesComeByThePartAndThenFromTheDisk() {
    int count = 300;
    SimProcess writer = process(Durability.MEMORY);
    KeyValueStore store = writer.open();
    write(writer, store, count, 1);
    store.close();
    directory = directory.resolve("elsewhere");
    SimProcess reader = process(Durability.MEMORY);
    store = reader.open();
    settle(reader);
    reader.view().resetCounts();
    readAll(store, count, 1);
    long cold = reads(reader);
    long parts = (long) count * VALUE_BYTES / (256 << 10);
    assertTrue(cold <= parts * 5 / 4 + 10, cold + " requests for " + parts + " parts");
    settle(reader);
    reader.view().resetCounts();
    readAll(store, count, 1);
    assertEquals(0, reads(reader));
    store.close();
  }
}
