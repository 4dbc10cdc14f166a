package dev.zerofs.lsm.reclaim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zerofs.lsm.entry.SegmentId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which segments are emptied. */
final class SelectionTest {

  private static final ReclaimOptions OPTIONS = new ReclaimOptions(0.5, 1.4, 1000, 100, 0);

  private static Candidate segment(long id, long sizeBytes, long liveBytes) {
    return new Candidate(new SegmentId(1, id), sizeBytes, liveBytes);
  }

  private static List<Long> chosen(List<Candidate> candidates) {
    long stored = candidates.stream().mapToLong(Candidate::sizeBytes).sum();
    long live = candidates.stream().mapToLong(Candidate::liveBytes).sum();
    return Selection.of(candidates, stored, live, OPTIONS).stream()
        .map(one -> one.segment().id())
        .toList();
  }

  @Test
  void whatIsMostlyOfUseStays() {
    assertEquals(List.of(), chosen(List.of(segment(0, 1000, 1000), segment(1, 1000, 800))));
  }

  @Test
  void lessThanHalfOfUseIsEmptiedTheEmptiestFirst() {
    assertEquals(
        List.of(2L, 1L),
        chosen(
            List.of(
                segment(0, 9000, 9000),
                segment(1, 1000, 400),
                segment(2, 1000, 100),
                segment(3, 1000, 500))));
  }

  @Test
  void tooMuchInAllIsBroughtBackByTheEmptiestAndNotFurther() {
    // 4000 for 2600 is too much; without the emptiest it is 3450, without two 3000.
    assertEquals(
        List.of(3L, 2L),
        chosen(
            List.of(
                segment(0, 1000, 900),
                segment(1, 1000, 700),
                segment(2, 1000, 550),
                segment(3, 1000, 501))));
  }

  @Test
  void manySmallOnesArePutTogetherAFewStay() {
    List<Candidate> small = new ArrayList<>();
    for (int i = 0; i < Selection.SMALL_COUNT_MIN - 1; i++) {
      small.add(segment(i, 99, 99));
    }
    assertEquals(List.of(), chosen(small));
    small.add(segment(1000, 99, 99));
    small.add(segment(1001, 100, 100));
    assertEquals(Selection.SMALL_COUNT_MIN, chosen(small).size());
  }
}
