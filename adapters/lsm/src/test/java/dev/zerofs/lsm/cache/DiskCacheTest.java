package dev.zerofs.lsm.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.manifest.VolumeId;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the disk cache keeps, through restarts and damage, and that it never tells what is wrong.
 */
final class DiskCacheTest {

  private static final int PART_BYTES = 1000;
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final VolumeId VOLUME = new VolumeId(1, 2);

  private final ManualClock clock = new ManualClock();
  private final FailingFiles files = new FailingFiles();
  @TempDir private Path directory;
  private @Nullable DiskCache cache;

  @AfterEach
  void close() {
    if (cache != null) {
      cache.close();
    }
  }

  private DiskCache open(long sizeBytes) {
    return open(sizeBytes, 1 << 20);
  }

  private DiskCache open(long sizeBytes, long indexBytes) {
    close();
    var options = new DiskCache.Options(directory, sizeBytes, PART_BYTES, indexBytes, 1L << 20);
    DiskCache opened = new DiskCache(options, files, clock, () -> {});
    settle(opened);
    cache = opened;
    return opened;
  }

  /** Does what is due now. */
  private static void settle(DiskCache cache) {
    while (cache.work() == 0) {}
  }

  private static CacheKey key(long id) {
    return key(VOLUME, 7, 99, id);
  }

  private static CacheKey key(VolumeId volume, long epoch, long incarnation, long id) {
    var origin = new Origin(Origin.Kind.SEGMENT_PART, volume, 0, epoch, incarnation);
    return new CacheKey(origin, id, 3 * PART_BYTES);
  }

  private static Bytes body(long id, int length) {
    byte[] body = new byte[length];
    new Random(id).nextBytes(body);
    return Bytes.wrap(body);
  }

  private void put(DiskCache target, long id, int length) {
    target.offer(key(id), body(id, length));
    settle(target);
  }

  private List<Path> slabs() throws IOException {
    try (Stream<Path> all = Files.list(directory.resolve("slabs"))) {
      return all.filter(path -> path.toString().endsWith(".slab")).sorted().toList();
    }
  }

  private long bytesOnDisk() throws IOException {
    long bytes = 0;
    for (Path slab : slabs()) {
      bytes += Files.size(slab);
    }
    return bytes;
  }

  @Test
  void whatIsOfferedIsFoundAtOnceAndAfterARestart() {
    DiskCache first = open(1 << 20);
    first.offer(key(1), body(1, 500));
    assertEquals(body(1, 500), first.find(key(1)), "before it is written");
    settle(first);
    put(first, 2, PART_BYTES);
    assertEquals(body(1, 500), first.find(key(1)));

    DiskCache second = open(1 << 20);
    assertTrue(second.isScanned());
    assertEquals(body(1, 500), second.find(key(1)));
    assertEquals(body(2, PART_BYTES), second.find(key(2)));
    assertNull(second.find(key(3)));
    put(second, 3, 10);
    assertEquals(3, open(1 << 20).entryCount());
  }

  @Test
  void whatWaitsIsWrittenBeforeAClose() {
    DiskCache first = open(1 << 20);
    first.offer(key(1), body(1, 500));
    assertEquals(body(1, 500), open(1 << 20).find(key(1)));
  }

  @Test
  void anotherWriterVolumeOrKindHasEntriesOfItsOwn() {
    DiskCache opened = open(1 << 20);
    put(opened, 1, 500);
    assertNull(opened.find(key(VOLUME, 7, 98, 1)), "incarnation");
    assertNull(opened.find(key(VOLUME, 8, 99, 1)), "epoch");
    assertNull(opened.find(key(new VolumeId(1, 3), 7, 99, 1)), "volume");
    Origin of = key(1).origin();
    assertNull(
        opened.find(new CacheKey(new Origin(of.kind(), VOLUME, 1, 7, 99), 1, key(1).position())),
        "volume index");
    assertNull(opened.find(new CacheKey(of, 1, 0)), "position");
    for (Origin.Kind kind : Origin.Kind.values()) {
      CacheKey other = new CacheKey(new Origin(kind, VOLUME, 0, 7, 99), 1, key(1).position());
      assertEquals(kind == Origin.Kind.SEGMENT_PART, opened.find(other) != null);
    }
  }

  @Test
  void theBoundHoldsAtEveryMomentAndTheNewestIsKept() throws IOException {
    long bound = 64_000;
    DiskCache opened = open(bound);
    for (int id = 0; id < 500; id++) {
      put(opened, id, 1 + id % 700);
      assertTrue(bytesOnDisk() <= bound, "after " + id);
      assertEquals(bytesOnDisk(), opened.usedBytes());
      assertNotNull(opened.find(key(id)));
    }
    assertTrue(bytesOnDisk() > bound / 2, "it is used");
    assertNull(opened.find(key(0)));
  }

  @Test
  void aSmallerBoundHoldsAfterARestart() throws IOException {
    DiskCache large = open(256_000);
    for (int id = 0; id < 400; id++) {
      put(large, id, 500);
    }
    DiskCache small = open(50_000);
    assertTrue(bytesOnDisk() <= 50_000);
    assertNotNull(small.find(key(399)));
  }

  @Test
  void whatIsOfUseOutlivesItsSlab() {
    DiskCache opened = open(64_000);
    put(opened, 0, 300);
    for (int id = 1; id < 1000; id++) {
      put(opened, id, 500);
      assertEquals(body(0, 300), opened.find(key(0)), "after " + id);
    }
    assertNull(opened.find(key(1)));
  }

  @Test
  void aFullIndexMakesRoomForWhatIsNew() {
    DiskCache opened = open(1 << 20, 100L * SlabIndex.ENTRY_BYTES);
    for (int id = 0; id < 1000; id++) {
      put(opened, id, 100);
      assertNotNull(opened.find(key(id)), "entry " + id);
      assertTrue(opened.entryCount() <= 100);
    }
  }

  @Test
  void aFlippedByteIsNeverWrongData() throws IOException {
    DiskCache opened = open(1 << 20);
    for (int id = 0; id < 3; id++) {
      put(opened, id, 40);
    }
    close();
    Path slab = slabs().getLast();
    byte[] sound = Files.readAllBytes(slab);
    for (int at = 0; at < sound.length; at++) {
      byte[] damaged = sound.clone();
      damaged[at] ^= (byte) (1 << at % 8);
      Files.write(slab, damaged);
      DiskCache again = open(1 << 20);
      for (int id = 0; id < 3; id++) {
        Bytes found = again.find(key(id));
        assertTrue(found == null || found.equals(body(id, 40)), "byte " + at);
      }
      close();
      cache = null;
      for (Path path : slabs()) {
        Files.delete(path);
      }
    }
    assertTrue(sound.length > 3 * 40);
  }

  @Test
  void aFlippedByteWhileItIsOpenIsNeverWrongDataEither() throws IOException {
    DiskCache opened = open(1 << 20);
    put(opened, 1, 400);
    Path slab = slabs().getLast();
    byte[] bytes = Files.readAllBytes(slab);
    bytes[bytes.length - 7] ^= 1;
    Files.write(slab, bytes);
    assertNull(opened.find(key(1)));
    put(opened, 1, 400);
    assertEquals(body(1, 400), opened.find(key(1)), "it is kept anew");
  }

  @Test
  void aTornTailCostsOnlyItself() throws IOException {
    DiskCache opened = open(1 << 20);
    for (int id = 0; id < 3; id++) {
      put(opened, id, 40);
    }
    close();
    Path slab = slabs().getLast();
    byte[] whole = Files.readAllBytes(slab);
    int record = SlabFormat.RECORD_HEAD_BYTES + 40;
    for (int length = 0; length < whole.length; length++) {
      Files.write(slab, Arrays.copyOf(whole, length));
      DiskCache again = open(1 << 20);
      int expected = Math.max(0, (length - SlabFormat.HEAD_BYTES) / record);
      for (int id = 0; id < 3; id++) {
        assertEquals(id < expected, again.find(key(id)) != null, length + " bytes, entry " + id);
      }
      close();
      cache = null;
    }
  }

  @Test
  void slabsOfAnotherVersionOrPartSizeGo() throws IOException {
    DiskCache opened = open(1 << 20);
    put(opened, 1, 400);
    close();
    cache = null;
    Path slab = slabs().getLast();
    Files.write(directory.resolve("slabs").resolve("00000000000000ff.slab"), new byte[100]);
    Files.move(
        slab, slab.resolveSibling("0000000000000077.slab"), StandardCopyOption.REPLACE_EXISTING);
    assertEquals(0, open(1 << 20).entryCount());
    assertEquals(List.of(), slabs());
  }

  @Test
  void aSecondProcessDoesWithoutAndTakesOverLater() {
    DiskCache first = open(1 << 20);
    put(first, 1, 400);
    var options = new DiskCache.Options(directory, 1 << 20, PART_BYTES, 1 << 20, 1 << 20);
    try (DiskCache second = new DiskCache(options, files, clock, () -> {})) {
      settle(second);
      put(second, 2, 400);
      assertNull(second.find(key(1)));
      first.close();
      clock.advance(31 * SECOND_NANOS);
      settle(second);
      assertEquals(body(1, 400), second.find(key(1)));
    }
  }

  @Test
  void aFullDiskCostsOnlyWhatDoesNotFit() {
    DiskCache opened = open(1 << 20);
    put(opened, 1, 400);
    files.roomBytes(300);
    put(opened, 2, 400);
    assertEquals(body(1, 400), opened.find(key(1)), "reads go on");
    for (int id = 3; id < 10; id++) {
      clock.advance(SECOND_NANOS);
      put(opened, id, 400);
    }
    files.roomBytes(Long.MAX_VALUE);
    clock.advance(3600 * SECOND_NANOS);
    settle(opened);
    assertEquals(body(1, 400), opened.find(key(1)), "what was there is there again");
    put(opened, 20, 400);
    assertEquals(body(20, 400), opened.find(key(20)));
    assertEquals(body(20, 400), open(1 << 20).find(key(20)));
  }

  @Test
  void aDiskThatFailsIsLeftAloneAndTriedAgainLater() {
    DiskCache opened = open(1 << 20);
    put(opened, 1, 400);
    files.failEverything(true);
    for (int i = 0; i < 10; i++) {
      assertNull(opened.find(key(1)));
    }
    settle(opened);
    long before = files.readCount();
    files.failEverything(false);
    assertNull(opened.find(key(1)), "given up for now");
    opened.offer(key(2), body(2, 400));
    settle(opened);
    assertEquals(before, files.readCount());
    clock.advance(3600 * SECOND_NANOS);
    settle(opened);
    assertEquals(body(1, 400), opened.find(key(1)));
  }

  @Test
  void aReadOnlyDirectoryCostsOnlySpeed() {
    files.failWrites(true);
    DiskCache opened = open(1 << 20);
    for (int i = 0; i < 20; i++) {
      put(opened, i, 400);
      assertNull(opened.find(key(100 + i)));
      clock.advance(SECOND_NANOS);
    }
    files.failWrites(false);
    clock.advance(3600 * SECOND_NANOS);
    settle(opened);
    put(opened, 1, 400);
    assertEquals(body(1, 400), opened.find(key(1)));
  }

  @Test
  void aDirectoryThatVanishesIsMadeAnew() throws IOException {
    DiskCache opened = open(1 << 20);
    put(opened, 1, 400);
    try (Stream<Path> all = Files.walk(directory.resolve("slabs"))) {
      for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    }
    assertNull(opened.find(key(1)));
    for (int i = 2; i < 10; i++) {
      put(opened, i, 400);
      clock.advance(SECOND_NANOS);
    }
    clock.advance(3600 * SECOND_NANOS);
    settle(opened);
    put(opened, 50, 400);
    assertEquals(body(50, 400), opened.find(key(50)));
    assertEquals(body(50, 400), open(1 << 20).find(key(50)));
  }

  @Test
  void aDirectoryThatCannotBeReadAtFirstIsReadLater() {
    DiskCache first = open(1 << 20);
    put(first, 1, 400);
    files.failReads(true);
    DiskCache second = open(1 << 20);
    assertNull(second.find(key(1)));
    files.failReads(false);
    clock.advance(3600 * SECOND_NANOS);
    settle(second);
    assertEquals(body(1, 400), second.find(key(1)));
    put(second, 2, 400);
    assertEquals(body(1, 400), open(1 << 20).find(key(1)), "nothing was overwritten");
  }

  @Test
  void aSlabThatCannotBeReadDoesNotKeepOthersOut() {
    DiskCache opened = open(64_000);
    for (int id = 0; id < 100; id++) {
      put(opened, id, 500);
      assertNotNull(opened.find(key(id)));
    }
    files.failReads(true);
    for (int id = 100; id < 300; id++) {
      put(opened, id, 500);
    }
    files.failReads(false);
    assertEquals(body(299, 500), opened.find(key(299)));
  }

  @Test
  void whatDoesNotFitInTheQueueIsLeftOut() {
    DiskCache opened = open(4 << 20);
    for (int id = 0; id < 5000; id++) {
      opened.offer(key(id), body(id, PART_BYTES));
    }
    settle(opened);
    int kept = opened.entryCount();
    assertTrue(kept > 500 && kept < 1100, kept + " kept");
  }
}
