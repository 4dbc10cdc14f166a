package dev.zerofs.lsm.reclaim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.sst.SegmentUse;
import dev.zerofs.ports.random.Seeds;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sums of what is of use, compared with a plain map. */
final class LiveBytesTest {

  @Test
  void sumsAreThoseOfAPlainMap() {
    Seeds.forEach(
        20,
        seed -> {
          Random random = new Random(seed);
          LiveBytes live = new LiveBytes();
          Map<SegmentId, Long> plain = new HashMap<>();
          long total = 0;
          for (int i = 0; i < 2000; i++) {
            SegmentId segment = segment(random);
            long bytes = random.nextInt(1 << 24);
            int volume = random.nextInt(4) == 0 ? 1 : 0;
            live.add(new SegmentUse(volume, segment, bytes, 1));
            if (volume == 0) {
              plain.merge(segment, bytes, Long::sum);
              total += bytes;
            }
          }
          for (int i = 0; i < 2000; i++) {
            SegmentId segment = segment(random);
            assertEquals(plain.getOrDefault(segment, 0L), live.of(segment), segment::toString);
          }
          plain.forEach((segment, bytes) -> assertEquals(bytes, live.of(segment)));
          assertEquals(total, live.total());
        });
  }

  private static SegmentId segment(Random random) {
    long id = random.nextInt(3000);
    return new SegmentId(
        1 + random.nextInt(3), random.nextBoolean() ? id : SegmentId.FIRST_PACK + id);
  }
}
