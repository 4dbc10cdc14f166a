package dev.zerofs.lsm.cache;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.background.Step;
import dev.zerofs.lsm.manifest.VolumeId;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.random.Seeds;
import dev.zerofs.ports.time.ManualClock;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk cache under random operations, compared with what it must be. */
final class DiskCachePropertyTest {

  private static final int PART_BYTES = 1000;

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
    while (opened.work() == 0) {}
    cache = opened;
    return opened;
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

  @Test
  void itIsAMapThatMayForget() {
    Seeds.forEach(40, this::randomOperations);
  }

  private void randomOperations(long seed) {
    Random random = new Random(seed);
    VolumeId volume = new VolumeId(seed, 0);
    long bound = 20_000L + random.nextInt(60_000);
    DiskCache opened = open(bound, (20 + random.nextInt(500)) * (long) SlabIndex.ENTRY_BYTES);
    int found = 0;
    for (int i = 0; i < 1500; i++) {
      CacheKey key = key(volume, random.nextInt(3), random.nextInt(2), random.nextInt(60));
      // Content is immutable: another body would be of another key.
      int hash = key.toString().hashCode();
      Bytes body = body(hash, 1 + Math.floorMod(hash, PART_BYTES));
      switch (random.nextInt(20)) {
        case 0 -> opened = open(bound);
        case 1 -> opened.forget(key);
        case 2, 3, 4, 5, 6, 7, 8 -> opened.offer(key, body);
        case 9, 10 -> clock.advance(random.nextInt(1 << 30));
        case 11, 12, 13, 14 -> {
          Bytes there = opened.find(key);
          found += there == null ? 0 : 1;
          assertTrue(there == null || there.equals(body));
        }
        case 15 -> files.failWrites(random.nextInt(10) == 0);
        default -> {
          if (opened.work() == Step.IDLE) {
            assertTrue(opened.usedBytes() <= bound);
          }
        }
      }
    }
    files.failWrites(false);
    assertNotEquals(0, found);
  }
}
