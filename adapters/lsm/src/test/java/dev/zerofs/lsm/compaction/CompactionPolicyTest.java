package dev.zerofs.lsm.compaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.compaction.CompactionPolicy.Pick;
import dev.zerofs.lsm.entry.SstId;
import dev.zerofs.lsm.manifest.Run;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.manifest.TableSpace;
import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Few runs, and little written to keep them few. */
final class CompactionPolicyTest {

  private static List<Run> runs(long... sizes) {
    return LongStream.of(sizes)
        .mapToObj(
            size ->
                new Run(
                    List.of(
                        new SstMeta(
                            0,
                            new SstId(1, size),
                            size,
                            Bytes.EMPTY,
                            Bytes.utf8("z"),
                            1,
                            0,
                            1,
                            1,
                            TableSpace.NONE))))
        .toList();
  }

  private static Optional<Pick> pick(long... sizes) {
    return CompactionPolicy.DEFAULT.pick(runs(sizes));
  }

  @Test
  void aTreeAtRestIsLeftAlone() {
    assertEquals(Optional.empty(), pick());
    assertEquals(Optional.empty(), pick(10, 10, 10));
    assertEquals(Optional.empty(), pick(1, 10, 100, 1000, 10_000));
  }

  @Test
  void aFullTierIsMerged() {
    assertEquals(Optional.of(new Pick(0, 4)), pick(10, 10, 10, 10, 1000));
    assertEquals(Optional.of(new Pick(1, 5)), pick(1, 10, 10, 10, 10, 1000));
  }

  @Test
  void theBottomIsTakenInWhenItIsNotMuchLarger() {
    assertEquals(Optional.of(new Pick(0, 4)), pick(10, 10, 10, 60));
  }

  @Test
  void tooManyRunsAreMergedWhateverTheirSizes() {
    assertEquals(Optional.of(new Pick(0, 2)), pick(1, 3, 9, 40, 200, 1000, 5000, 25_000, 120_000));
  }

  @Test
  void manyFlushesKeepTheRunsFewAndWriteEachByteAFewTimes() {
    List<Run> runs = new ArrayList<>();
    long written = 0;
    int flushCount = 4096;
    for (int i = 0; i < flushCount; i++) {
      runs.addFirst(runs(100).getFirst());
      Optional<Pick> pick = CompactionPolicy.DEFAULT.pick(runs);
      while (pick.isPresent()) {
        List<Run> merged = runs.subList(pick.get().fromIndex(), pick.get().endIndex());
        long size = merged.stream().mapToLong(Run::sizeBytes).sum();
        merged.clear();
        runs.add(pick.get().fromIndex(), runs(size).getFirst());
        written += size;
        pick = CompactionPolicy.DEFAULT.pick(runs);
      }
      assertTrue(runs.size() <= CompactionPolicy.DEFAULT.runCountMax());
    }
    assertTrue(written <= 100L * flushCount * 8, "written " + written / (100L * flushCount));
  }
}
