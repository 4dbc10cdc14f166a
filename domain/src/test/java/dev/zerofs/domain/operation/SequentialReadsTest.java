package dev.zerofs.domain.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.domain.operation.SequentialReads.Stretch;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.random.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is recognised as reading from front to back, and what is asked for then. */
final class SequentialReadsTest {

  private static final long WINDOW = 8 << 20;
  private static final long SIZE = 1L << 30;
  private static final int READ = 128 << 10;
  private static final FileId FILE = new FileId(5, 1);

  private final SequentialReads reads = new SequentialReads(WINDOW);

  private @Nullable Stretch read(FileId file, long index) {
    return reads.read(file, index * READ, (index + 1) * READ, SIZE);
  }

  @Test
  void aSequentialReaderIsAskedForInAWindowThatGrows() {
    List<Stretch> asked = new ArrayList<>();
    long end = 0;
    for (int i = 0; i < 400; i++) {
      Stretch ahead = read(FILE, i);
      end = (i + 1L) * READ;
      if (ahead != null) {
        assertTrue(ahead.from() >= end, "read already");
        assertTrue(
            asked.isEmpty() || ahead.from() <= asked.getLast().to(), "never asked for " + ahead);
        assertTrue(ahead.to() <= end + WINDOW);
        asked.add(ahead);
      }
    }
    assertEquals(256 << 10, asked.getFirst().to() - asked.getFirst().from());
    assertTrue(asked.getLast().to() > end + WINDOW * 7 / 8);
    assertTrue(asked.size() < 80, asked.size() + " times");
  }

  @Test
  void whatWasAskedForIsAskedForAgainUnlessItIsNear() {
    List<Stretch> asked = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      Stretch ahead = read(FILE, i);
      long end = (i + 1L) * READ;
      if (ahead != null && end > WINDOW) {
        assertEquals(end + WINDOW / 8, ahead.from());
        asked.add(ahead);
      }
    }
    assertTrue(asked.get(1).from() < asked.get(0).to());
  }

  @Test
  void twoReadsAreNotEnough() {
    assertNull(read(FILE, 0));
    assertNull(read(FILE, 1));
  }

  @Test
  void nothingIsAskedForBehindTheEnd() {
    for (int i = 0; i < 100; i++) {
      Stretch ahead = reads.read(FILE, i * 1000L, (i + 1) * 1000L, 100_000);
      assertTrue(ahead == null || ahead.to() <= 100_000);
      assertTrue(i < 99 || ahead == null);
    }
  }

  @Test
  void readsThatArriveInAnyOrderAreStillSequential() {
    Seeds.forEach(
        50,
        seed -> {
          SequentialReads fresh = new SequentialReads(WINDOW);
          Random random = new Random(seed);
          long coveredTo = 0;
          for (int batch = 0; batch < 40; batch++) {
            List<Integer> order = new ArrayList<>();
            int together = batch < 3 ? 2 : 8;
            for (int i = 0; i < together; i++) {
              order.add(batch < 3 ? batch * 2 + i : 6 + (batch - 3) * 8 + i);
            }
            Collections.shuffle(order, random);
            for (int index : order) {
              Stretch ahead = fresh.read(FILE, (long) index * READ, (index + 1L) * READ, SIZE);
              coveredTo = ahead == null ? coveredTo : Math.max(coveredTo, ahead.to());
            }
          }
          assertTrue(coveredTo > (6 + 37 * 8L) * READ, "asked for up to " + coveredTo);
        });
  }

  @Test
  void severalReadersOfOneFileAreSequentialEach() {
    int[] asked = new int[3];
    for (int i = 0; i < 40; i++) {
      for (int reader = 0; reader < 3; reader++) {
        asked[reader] += read(FILE, reader * 2000L + i) == null ? 0 : 1;
      }
    }
    for (int count : asked) {
      assertTrue(count > 5);
    }
  }

  @Test
  void aSequentialReaderBesideARandomOneIsRecognised() {
    Random random = new Random(1);
    int asked = 0;
    for (int i = 0; i < 100; i++) {
      asked += read(FILE, i) == null ? 0 : 1;
      var _ = read(FILE, 1000 + random.nextInt(7000));
    }
    assertTrue(asked > 10);
  }

  @Test
  void aRandomReaderAsksForNothing() {
    Seeds.forEach(
        20,
        seed -> {
          SequentialReads fresh = new SequentialReads(WINDOW);
          Random random = new Random(seed);
          for (int i = 0; i < 10_000; i++) {
            long offset = random.nextInt((int) (SIZE / 4096)) * 4096L;
            assertNull(fresh.read(FILE, offset, offset + 4096, SIZE));
          }
        });
  }

  @Test
  void aFileReadBackwardsOrAgainAndAgainAsksForNothing() {
    for (int i = 1000; i > 0; i--) {
      assertNull(read(FILE, i));
      assertNull(read(FILE, i));
    }
  }

  @Test
  void ofManyFilesTheLatestAreWatched() {
    for (int file = 0; file < 10_000; file++) {
      FileId id = new FileId(file, 1);
      for (int i = 0; i < 3; i++) {
        assertEquals(i == 2, read(id, i) != null);
      }
    }
    assertNull(read(new FileId(1, 1), 3), "forgotten");
    assertNull(read(new FileId(9_999, 2), 3), "another file in the same place");
  }

  @Test
  void aWindowOfNothingIsOff() {
    SequentialReads off = new SequentialReads(0);
    for (int i = 0; i < 100; i++) {
      assertNull(off.read(FILE, (long) i * READ, (i + 1L) * READ, SIZE));
    }
  }
}
