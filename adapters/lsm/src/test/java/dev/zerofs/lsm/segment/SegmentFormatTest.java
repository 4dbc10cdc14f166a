package dev.zerofs.lsm.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.codec.Codecs;
import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.entry.RangeTombstone;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.golden.Golden;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.memtable.KeyVersion;
import dev.zerofs.lsm.memtable.Memtable;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The format of log segments. */
final class SegmentFormatTest {

  private static final long INCARNATION = 0x1234_5678_9abc_def0L;
  private static final SegmentId ID = new SegmentId(3, 7);

  private final FrameCodec codec = new FrameCodec(new Codecs(List.of(), null));
  private final ObjectStore store = new MemoryObjectStore(new ManualClock());
  private final SegmentLog log = new SegmentLog(store, ObjectNames.ROOT, codec);
  private final Memtable memtable = new Memtable();

  @Test
  void whatIsWrittenIsWhatReplayReads() {
    log.create(ID, sample().getFirst().body(codec, INCARNATION));
    requireSample(present(log.read(ID)));
  }

  @Test
  void theGoldenSegmentIsReadAndWrittenAlike() {
    Bytes fresh = sample().getFirst().body(codec, INCARNATION);
    Bytes golden = Golden.file("segment-v2-stored.bin", fresh);
    assertEquals(golden, fresh);
    log.create(ID, golden);
    requireSample(present(log.read(ID)));
  }

  @Test
  void aSegmentOfVersionOneIsRead() {
    log.create(ID, Golden.file("segment-v1-stored.bin"));
    requireSample(present(log.read(ID)));
  }

  @Test
  void theGoldenPackIsReadAndWrittenAlike() {
    SegmentId id = new SegmentId(3, SegmentId.FIRST_PACK + 2);
    PackBuilder builder = new PackBuilder();
    builder.add(Bytes.utf8("a"), largeValue().length(), codec.encode(largeValue()));
    builder.add(Bytes.utf8("b"), 1025, codec.encode(Bytes.wrap(new byte[1025])));
    PackBuilder.Pack pack = builder.finish(id, INCARNATION, 44, codec);
    Bytes golden = Golden.file("pack-v2-stored.bin", pack.body());
    assertEquals(golden, pack.body());
    log.create(id, golden);
    LoggedBatch whose = present(log.read(id)).batches().getFirst();
    assertEquals(
        List.of(
            new LoggedBatch.Point(Bytes.utf8("a"), pack.references().getFirst()),
            new LoggedBatch.Point(Bytes.utf8("b"), pack.references().getLast())),
        whose.points());
    for (Value.Reference reference : pack.references()) {
      FrameRef frame = reference.frame();
      Bytes stored = golden.slice((int) frame.offset(), frame.storedLength());
      assertEquals(reference.length(), codec.decode(stored, 1 << 20, "test").length());
    }
  }

  @Test
  void aMovedValueIsLoggedAsAReference() {
    Value.Reference moved =
        new Value.Reference(
            new FrameRef(0, new SegmentId(2, SegmentId.FIRST_PACK), 1234, 5678), 65536);
    OpenSegment open = new OpenSegment(ID);
    KeyVersion before = memtable.add(Bytes.utf8("k"), 20, new Value.Inline(largeValue()));
    KeyVersion point = memtable.add(Bytes.utf8("m"), 20, moved);
    KeyVersion after = memtable.add(Bytes.utf8("z"), 20, new Value.Inline(largeValue()));
    open.add(new SegmentBatch(20, List.of(), List.of(before, point, after)), 0);
    SealedSegment sealed = open.seal(memtable, Long.MAX_VALUE).getFirst();
    log.create(ID, sealed.body(codec, INCARNATION));
    sealed.releaseValues();
    List<LoggedBatch.Point> points = present(log.read(ID)).batches().getFirst().points();
    assertEquals(new LoggedBatch.Point(Bytes.utf8("m"), moved), points.get(1));
    // The frames of the segment itself are found around it.
    assertEquals(present(memtable.find(Bytes.utf8("z"), 100)).value(), points.get(2).value());
  }

  @Test
  void aReferenceLeadsToItsValue() {
    SealedSegment segment = sample().getFirst();
    Bytes body = segment.body(codec, INCARNATION);
    segment.releaseValues();
    Value value = present(memtable.find(Bytes.utf8("large"), 100)).value();
    FrameRef frame = ((Value.Reference) value).frame();
    Bytes stored = body.slice((int) frame.offset(), frame.storedLength());
    assertEquals(largeValue(), codec.decodeExactly(stored, value.length(), "test"));
  }

  @Test
  void aFenceSaysWhoMadeIt() {
    log.create(ID, SegmentBody.fence(ID, INCARNATION, 4));
    LoggedSegment fence = present(log.read(ID));
    assertTrue(fence.isFence());
    assertEquals(4, fence.fencedBy());
    assertEquals(new SegmentLog.Extent(7, true), log.extent(3, 7));
    assertNull(log.read(new SegmentId(3, 8)));
  }

  @Test
  void aFlippedByteInFrontOfTheFramesIsCorruptionThatNamesTheObject() {
    Bytes body = sample().getFirst().body(codec, INCARNATION);
    int framesFrom = body.length() - FrameCodec.storedLengthMax(largeValue().length());
    for (int i = 0; i < framesFrom; i++) {
      byte[] damaged = body.toByteArray();
      damaged[i] ^= (byte) (1 + new Random(i).nextInt(255));
      store.put(log.key(ID), Bytes.wrap(damaged));
      KeyValueException failure = assertThrows(KeyValueException.class, () -> log.read(ID));
      assertTrue(
          String.valueOf(failure.getMessage()).contains(log.key(ID).value()), failure::toString);
    }
  }

  @Test
  void aTruncatedObjectIsCorruption() {
    Bytes body = sample().getFirst().body(codec, INCARNATION);
    int framesFrom = body.length() - FrameCodec.storedLengthMax(largeValue().length());
    for (int length = 0; length < framesFrom; length++) {
      store.put(log.key(ID), body.slice(0, length));
      assertThrows(KeyValueException.class, () -> log.read(ID), "length " + length);
    }
  }

  @Test
  void aSegmentIsCutBetweenBatchesButNotWhereALargeValueWasReplaced() {
    OpenSegment open = new OpenSegment(ID);
    List<KeyVersion> hot = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      KeyVersion counter = memtable.add(Bytes.utf8("n"), i, new Value.Inline(Bytes.utf8("" + i)));
      KeyVersion large =
          memtable.add(Bytes.utf8("k" + (i == 2 ? 1 : i)), i, new Value.Inline(largeValue()));
      open.add(new SegmentBatch(i, List.of(), List.of(counter, large)), 0);
      hot.add(counter);
      trim(open, counter);
      trim(open, large);
    }
    List<SealedSegment> parts = open.seal(memtable, 1);
    assertEquals(List.of(2L, 3L, 4L), parts.stream().map(SealedSegment::lastSequence).toList());
    // Each part has the counter as of its end, although a later part replaces it.
    for (SealedSegment part : parts) {
      log.create(part.id(), part.body(codec, INCARNATION));
      LoggedBatch last = present(log.read(part.id())).batches().getLast();
      Value counter = last.points().getFirst().value();
      assertEquals(new Value.Inline(Bytes.utf8("" + part.lastSequence())), counter);
    }
    assertFalse(hot.getLast().isReleased());
  }

  private void trim(OpenSegment open, KeyVersion version) {
    memtable.trim(version, (_, _) -> false, open::drop);
  }

  private List<SealedSegment> sample() {
    OpenSegment open = new OpenSegment(ID);
    KeyVersion small = memtable.add(Bytes.utf8("small"), 10, new Value.Inline(Bytes.utf8("v")));
    KeyVersion large = memtable.add(Bytes.utf8("large"), 10, new Value.Inline(largeValue()));
    open.add(new SegmentBatch(10, List.of(), List.of(small, large)), 0);
    RangeTombstone range = new RangeTombstone(Bytes.utf8("a"), Bytes.utf8("b"), 12);
    KeyVersion deleted = memtable.add(Bytes.utf8("small"), 12, Value.TOMBSTONE);
    open.add(new SegmentBatch(12, List.of(range), List.of(deleted)), 0);
    return open.seal(memtable, Long.MAX_VALUE);
  }

  private static void requireSample(LoggedSegment segment) {
    assertFalse(segment.isFence());
    assertEquals(INCARNATION, segment.incarnation());
    assertEquals(12, segment.lastSequence());
    assertEquals(2, segment.batches().size());
    LoggedBatch first = segment.batches().getFirst();
    assertEquals(10, first.sequence());
    assertEquals(
        new LoggedBatch.Point(Bytes.utf8("small"), new Value.Inline(Bytes.utf8("v"))),
        first.points().getFirst());
    assertEquals(largeValue().length(), first.points().getLast().value().length());
    LoggedBatch second = segment.batches().getLast();
    assertEquals(
        List.of(new RangeTombstone(Bytes.utf8("a"), Bytes.utf8("b"), 12)), second.ranges());
    assertEquals(
        List.of(new LoggedBatch.Point(Bytes.utf8("small"), Value.TOMBSTONE)), second.points());
  }

  private static Bytes largeValue() {
    byte[] value = new byte[Memtable.LARGE_VALUE_BYTES];
    new Random(1).nextBytes(value);
    return Bytes.wrap(value);
  }

  private static <T> T present(@Nullable T value) {
    assertNotNull(value);
    return value;
  }
}
