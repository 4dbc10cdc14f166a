package dev.zerofs.lsm.background;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zerofs.ports.time.ManualClock;
import org.junit.jupiter.api.Test;

/** Work that can wait. */
final class PaceTest {

  private final ManualClock clock = new ManualClock();
  private boolean isShort;
  private final Pace pace = new Pace(clock, () -> isShort);

  @Test
  void nothingRestsWhileThereIsEnoughForAll() {
    assertEquals(0, pace.begin());
    clock.advance(500);
    pace.end();
    assertEquals(0, pace.begin());
  }

  @Test
  void restsAsLongAsItHasWorkedWhileOthersAreShort() {
    isShort = true;
    assertEquals(0, pace.begin());
    clock.advance(500);
    pace.end();
    clock.advance(200);
    assertEquals(300, pace.begin());
    clock.advance(300);
    assertEquals(0, pace.begin());
  }
}
