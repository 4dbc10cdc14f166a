package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.commit.LogLimits;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.StoreRequest.Kind;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.Settings.Given;
import dev.zerofs.ports.time.ManualClock;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Into how many objects a stream is cut on its way to the store. */
final class StreamTest {

  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final int VALUE_BYTES = 16 << 10;
  private static final int SEGMENT_BYTES = 256 << 10;
  private static final int PART_BYTES = 32 << 10;
  private static final long MIB = 1 << 20;

  private final ManualClock clock = new ManualClock();
  private final Random random = new Random(1);
  private final ObjectStore objects = new MemoryObjectStore(clock);
  private int keys;

  private SimProcess process() {
    LsmOptions usual = SimProcess.usualOptions(Durability.BUCKET, null);
    LsmOptions options =
        new LsmOptions(
            usual.durability(),
            new LogLimits(
                SEGMENT_BYTES, PART_BYTES, SECOND_NANOS, 32 << 20, 600 * SECOND_NANOS, 1000),
            MIB,
            usual.cacheBytes(),
            null,
            usual.journalBytes(),
            usual.journalWaitNanos(),
            usual.ownerConfirmNanos(),
            usual.outageAfterNanos(),
            2,
            usual.openTimeoutNanos(),
            usual.closeTimeoutNanos(),
            usual.compression(),
            usual.tables(),
            usual.compaction(),
            usual.reclaim(),
            usual.reads());
    return new SimProcess(objects, clock, options, random);
  }

  private CommitPosition write(KeyValueStore store) {
    byte[] value = new byte[VALUE_BYTES];
    random.nextBytes(value);
    store.admit(VALUE_BYTES);
    return store.write(
        new WriteBatch().put(Bytes.utf8("%08d".formatted(keys++)), Bytes.wrap(value)));
  }

  /** Writes without waiting but for room, and tells how many objects it took. */
  private long stream(SimProcess process, KeyValueStore store, long bytes) {
    long before = puts(process);
    for (long written = 0; written < bytes; written += VALUE_BYTES) {
      write(store);
    }
    return puts(process) - before;
  }

  private static long puts(SimProcess process) {
    return process.view().counts().requests(Kind.PUT_IF_ABSENT);
  }

  private void syncs(KeyValueStore store, int count) {
    for (int i = 0; i < count; i++) {
      store.sync(write(store));
      clock.advance(SECOND_NANOS / 10);
    }
  }

  @Test
  void oneWaitDoesNotCutUpTheStreamBehindIt() {
    SimProcess process = process();
    KeyValueStore store = process.open();
    clock.advance(2 * SECOND_NANOS);
    syncs(store, 1);
    long count = stream(process, store, 8 * MIB);
    assertTrue(count <= 8 * MIB / SEGMENT_BYTES * 5 / 4, count + " objects for 8 MiB");
    store.close();
  }

  @Test
  void whoWaitsAgainAndAgainNeverWaitsForLargeObjects() {
    SimProcess process = process();
    KeyValueStore store = process.open();
    clock.advance(2 * SECOND_NANOS);
    syncs(store, 3);
    long count = stream(process, store, 2 * MIB);
    assertTrue(count >= 2 * MIB / PART_BYTES / 2, count + " objects for 2 MiB");
    store.close();
  }

  @Test
  void whoWaitsForAStreamHasItsEndCutIntoOneObjectForEveryUpload() {
    SimProcess process = process();
    KeyValueStore store = process.open();
    clock.advance(2 * SECOND_NANOS);
    var _ = stream(process, store, SEGMENT_BYTES / 4 * 3);
    long before = puts(process);
    store.sync(write(store));
    assertEquals(2, puts(process) - before);
    store.close();
  }

  @Test
  void aStreamThatWaitsForRoomDoesNotInheritSmallObjects() {
    SimProcess process = process();
    KeyValueStore store = process.open();
    syncs(store, 3);
    var _ = stream(process, store, MIB); // in parts
    clock.advance(2 * SECOND_NANOS);
    var _ = stream(process, store, MIB); // until it waits for room
    long count = stream(process, store, 16 * MIB);
    assertTrue(count <= 16 * MIB / SEGMENT_BYTES * 5 / 4, count + " objects for 16 MiB");
    store.close();
  }

  @Test
  void whatWouldWaitBehindAnotherSegmentGrowsInstead() {
    SimProcess process = process();
    KeyValueStore store = process.open();
    process.view().goDown();
    for (int i = 0; i < 10; i++) {
      var _ =
          store.write(new WriteBatch().put(Bytes.utf8("%08d".formatted(i)), Bytes.utf8("small")));
      clock.advance(SECOND_NANOS);
      process.driver().wake();
      while (process.driver().runOne()) {}
    }
    process.view().comeUp();
    store.close();
    int count = objects.list("log/", null, 1000).objects().size();
    assertTrue(count <= 3, count + " segments for what came while the store was away");
  }

  @Test
  void segmentsAreSoLargeThatEveryUploadHasOne() {
    assertEquals(
        72 * MIB / 10, segmentBytes(Map.of("unuploaded.max", "72MiB", "upload.parallelism", "8")));
    assertEquals(16 * MIB, segmentBytes(Map.of("upload.parallelism", "1")));
    assertEquals(4 * MIB, segmentBytes(Map.of("upload.parallelism", "64")));
    assertEquals(MIB, segmentBytes(Map.of("segment.size", "1MiB")));
  }

  private static long segmentBytes(Map<String, String> texts) {
    Map<String, Given> given = new HashMap<>();
    given.put("durability", new Given("memory", "test"));
    texts.forEach((key, text) -> given.put(key, new Given(text, "test")));
    return LsmOptions.of(Settings.of(given)).log().segmentBytes();
  }
}
