package dev.zerofs.bootstrap.crash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What survives is a prefix of one history, whoever made it. */
final class CutTest {

  private static final Answer DONE = new Answer(0, null, true, null);

  /** Steps that were sent at the even and answered at the odd ones of {@code ticks}. */
  private static List<Entry> steps(long... ticks) {
    List<Entry> log = new ArrayList<>();
    for (int i = 0; i < ticks.length; i += 2) {
      Entry entry = new Entry(new Step.Commit("f"), new Tree(), i, ticks[i]);
      if (ticks[i + 1] > 0) {
        entry.answered(DONE, ticks[i + 1]);
      }
      log.add(entry);
    }
    return log;
  }

  @Test
  void whatWasStableMustMatch() {
    Line line = new Line("a", steps(1, 2, 3, 4), 1, List.of(1, 2));
    assertArrayEquals(new int[] {1}, Cut.through(List.of(line)));
    Line older = new Line("a", steps(1, 2, 3, 4), 2, List.of(0, 1));
    assertThrows(AssertionError.class, () -> Cut.through(List.of(older)));
  }

  @Test
  void anUnstableTailMayBeGone() {
    Line line = new Line("a", steps(1, 2, 3, 4), 0, List.of(0));
    assertArrayEquals(new int[] {0}, Cut.through(List.of(line)));
  }

  @Test
  void whatWasAnsweredBeforeASurvivorWasSentSurvivedToo() {
    Line survivor = new Line("a", steps(5, 6), 0, List.of(1));
    Line gone = new Line("b", steps(1, 2), 0, List.of(0));
    assertThrows(AssertionError.class, () -> Cut.through(List.of(survivor, gone)));
    Line either = new Line("b", steps(1, 2), 0, List.of(0, 1));
    assertArrayEquals(new int[] {1, 1}, Cut.through(List.of(survivor, either)));
  }

  @Test
  void whatWasUnderWayWithASurvivorMayBeGone() {
    Line survivor = new Line("a", steps(5, 6), 0, List.of(1));
    Line overlapping = new Line("b", steps(4, 7), 0, List.of(0));
    Line unanswered = new Line("c", steps(1, 0), 0, List.of(0));
    assertArrayEquals(new int[] {1, 0, 0}, Cut.through(List.of(survivor, overlapping, unanswered)));
  }

  @Test
  void oneDemandLeadsToTheNext() {
    Line first = new Line("a", steps(9, 10), 0, List.of(1));
    Line second = new Line("b", steps(5, 8), 0, List.of(0, 1));
    Line third = new Line("c", steps(1, 2), 0, List.of(0));
    assertThrows(AssertionError.class, () -> Cut.through(List.of(first, second, third)));
  }

  @Test
  void theLastStepAloneIsInDoubtIfNothingEarlierLooksTheSame() {
    List<Entry> log = steps(1, 2, 3, 4, 5, 0);
    assertTrue(new Line("a", log, 0, List.of(2)).isAtEnd(0));
    assertTrue(new Line("a", log, 0, List.of(2, 3)).isAtEnd(0));
    Line either = new Line("a", log, 0, List.of(1, 3));
    assertFalse(either.isAtEnd(1));
    assertTrue(either.isAtEnd(2)); // it is known otherwise that the second survived
  }
}
