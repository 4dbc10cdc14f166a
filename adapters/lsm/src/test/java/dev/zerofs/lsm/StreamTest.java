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
import dev.zerofs.ports.settings.TestSettings;
import dev.zerofs.ports.time.ManualClock;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
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
  private final SimProcess process = process();
  private final KeyValueStore store = process.open();
  private int keys;

  private SimProcess process() {
    LsmOptions options =
        SimOptions.usual(Durability.BUCKET, null)
            .log(
                new LogLimits(
                    SEGMENT_BYTES, PART_BYTES, SECOND_NANOS, 32 << 20, 600 * SECOND_NANOS, 1000))
            .unuploadedBytes(MIB)
            .uploadParallelism(2)
            .options();
    return new SimProcess(objects, clock, options, random);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private CommitPosition write() {
    byte[] value = new byte[VALUE_BYTES];
    random.nextBytes(value);
    store.admit(VALUE_BYTES);
    return store.write(
        new WriteBatch().put(Bytes.utf8("%08d".formatted(keys++)), Bytes.wrap(value)));
  }

  /** Writes without waiting but for room, and tells how many objects it took. */
  private long stream(long bytes) {
    long before = puts();
    for (long written = 0; written < bytes; written += VALUE_BYTES) {
      write();
    }
    return puts() - before;
  }

  private void assertStreamsInLargeObjects(long bytes) {
    long count = stream(bytes);
    assertTrue(count <= bytes / SEGMENT_BYTES * 5 / 4, count + " objects for " + bytes + " bytes");
  }

  private long puts() {
    return process.view().counts().requests(Kind.PUT_IF_ABSENT);
  }

  private void syncs(int count) {
    for (int i = 0; i < count; i++) {
      store.sync(write());
      clock.advance(SECOND_NANOS / 10);
    }
  }

  @Test
  void oneWaitDoesNotCutUpTheStreamBehindIt() {
    clock.advance(2 * SECOND_NANOS);
    syncs(1);
    assertStreamsInLargeObjects(8 * MIB);
  }

  @Test
  void whoWaitsAgainAndAgainNeverWaitsForLargeObjects() {
    clock.advance(2 * SECOND_NANOS);
    syncs(3);
    long count = stream(2 * MIB);
    assertTrue(count >= 2 * MIB / PART_BYTES / 2, count + " objects for 2 MiB");
  }

  @Test
  void whoWaitsForAStreamHasItsEndCutIntoOneObjectForEveryUpload() {
    clock.advance(2 * SECOND_NANOS);
    var _ = stream(SEGMENT_BYTES / 4 * 3);
    long before = puts();
    store.sync(write());
    assertEquals(2, puts() - before);
  }

  @Test
  void aStreamThatWaitsForRoomDoesNotInheritSmallObjects() {
    syncs(3);
    var _ = stream(MIB); // in parts
    clock.advance(2 * SECOND_NANOS);
    var _ = stream(MIB); // until it waits for room
    assertStreamsInLargeObjects(16 * MIB);
  }

  @Test
  void whatWouldWaitBehindAnotherSegmentGrowsInstead() {
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
    return LsmOptions.of(TestSettings.of(Map.of("durability", "memory"), texts))
        .log()
        .segmentBytes();
  }
}
