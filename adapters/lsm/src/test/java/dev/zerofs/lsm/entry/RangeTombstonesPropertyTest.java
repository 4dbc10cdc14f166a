package dev.zerofs.lsm.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.RandomBatches;
import dev.zerofs.ports.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Fragmented range tombstones against asking every tombstone. */
final class RangeTombstonesPropertyTest {

  private static List<RangeTombstone> randomTombstones(Random random) {
    List<RangeTombstone> tombstones = new ArrayList<>();
    int count = random.nextInt(20);
    for (int i = 0; i < count; i++) {
      Bytes one = RandomBatches.key(random);
      Bytes other = RandomBatches.key(random);
      int order = one.compareTo(other);
      if (order != 0) {
        tombstones.add(
            new RangeTombstone(
                order < 0 ? one : other, order < 0 ? other : one, 1 + random.nextInt(30)));
      }
    }
    return tombstones;
  }

  private static long expected(List<RangeTombstone> tombstones, Bytes key, long snapshot) {
    return tombstones.stream()
        .filter(tombstone -> tombstone.covers(key) && tombstone.sequence() <= snapshot)
        .mapToLong(RangeTombstone::sequence)
        .max()
        .orElse(0);
  }

  private static void requireSame(
      List<RangeTombstone> tombstones, RangeCover cover, Bytes key, long snapshot) {
    long sequence = expected(tombstones, key, snapshot);
    assertEquals(sequence, cover.coveringSequence(key, snapshot));
    RangeCover.Stretch stretch = cover.covering(key, snapshot);
    assertEquals(sequence, stretch == null ? 0 : stretch.sequence());
    assertTrue(stretch == null || key.compareTo(stretch.to()) < 0);
  }

  @Test
  void theNewestCoveringTombstoneIsFound() {
    Seeds.forEach(
        300,
        seed -> {
          Random random = new Random(seed);
          List<RangeTombstone> tombstones = randomTombstones(random);
          RangeTombstoneBuffer buffer = new RangeTombstoneBuffer();
          tombstones.forEach(buffer::add);
          RangeTombstones immutable = RangeTombstones.of(tombstones);
          assertEquals(immutable, buffer.toImmutable());
          assertEquals(tombstones.isEmpty(), buffer.isEmpty());
          assertEquals(immutable, RangeTombstones.of(immutable.tombstones()));
          for (int i = 0; i < 50; i++) {
            Bytes key = RandomBatches.key(random);
            long snapshot = random.nextInt(32);
            requireSame(tombstones, buffer, key, snapshot);
            requireSame(tombstones, immutable, key, snapshot);
          }
        });
  }

  @Test
  void aClippedSetCoversItsRangeAlone() {
    Seeds.forEach(
        300,
        seed -> {
          Random random = new Random(seed);
          List<RangeTombstone> tombstones = randomTombstones(random);
          Bytes from = random.nextInt(4) == 0 ? null : RandomBatches.key(random);
          Bytes to = random.nextInt(4) == 0 ? null : RandomBatches.key(random);
          RangeTombstones clipped = RangeTombstones.of(tombstones).clip(from, to);
          for (int i = 0; i < 50; i++) {
            Bytes key = RandomBatches.key(random);
            List<RangeTombstone> inside = isInside(key, from, to) ? tombstones : List.of();
            requireSame(inside, clipped, key, Long.MAX_VALUE);
          }
        });
  }

  private static boolean isInside(Bytes key, @Nullable Bytes from, @Nullable Bytes to) {
    return (from == null || from.compareTo(key) <= 0) && (to == null || key.compareTo(to) < 0);
  }
}
