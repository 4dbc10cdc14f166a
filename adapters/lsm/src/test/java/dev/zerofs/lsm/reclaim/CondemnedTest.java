package dev.zerofs.lsm.reclaim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zerofs.lsm.commit.SnapshotRegistry;
import dev.zerofs.ports.objectstore.ObjectKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is dead stays as long as somebody may be reading it. */
final class CondemnedTest {

  private static final ObjectKey ONE = new ObjectKey("one");
  private static final ObjectKey OTHER = new ObjectKey("other");

  private final SnapshotRegistry snapshots = new SnapshotRegistry();
  private final Condemned condemned = new Condemned(100, snapshots);

  private void condemn(ObjectKey key, long nowNanos) {
    condemned.addAll(List.of(new Survey.Dead(key, 10)), snapshots.nextTicket(), nowNanos);
  }

  @Test
  void readersElsewhereHaveTheGraceTime() {
    condemn(ONE, 1000);
    condemn(OTHER, 1050);
    assertEquals(List.of(), condemned.ready(1099));
    assertEquals(List.of(ONE), condemned.ready(1100));
    assertEquals(List.of(ONE, OTHER), condemned.ready(1150));
  }

  @Test
  void readersFromBeforeAreWaitedForAndLaterOnesAreNot() {
    SnapshotRegistry.Reading before = snapshots.open(() -> 7);
    condemn(ONE, 1000);
    var _ = snapshots.open(() -> 7);
    assertEquals(List.of(), condemned.ready(5000));
    snapshots.close(before);
    assertEquals(List.of(ONE), condemned.ready(5000));
  }

  @Test
  void whatIsFoundAgainBeforeItIsDeletedIsCondemnedOnce() {
    condemn(ONE, 1000);
    condemn(ONE, 1090);
    assertEquals(1, condemned.count());
    assertEquals(List.of(ONE), condemned.ready(1100));
    condemned.deleted(1);
    assertEquals(10, condemned.deletedBytes());
    condemn(ONE, 1200);
    assertEquals(List.of(), condemned.ready(1299));
    assertEquals(List.of(ONE), condemned.ready(1300));
  }
}
