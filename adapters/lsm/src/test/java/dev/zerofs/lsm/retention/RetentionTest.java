package dev.zerofs.lsm.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.RangeTombstones;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.ports.bytes.Bytes;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What stays and what goes. */
final class RetentionTest {

  private static final Bytes KEY = Bytes.utf8("k");

  private static InternalEntry put(long sequence) {
    return new InternalEntry(KEY, sequence, new Value.Inline(Bytes.utf8("" + sequence)));
  }

  private static InternalEntry delete(long sequence) {
    return new InternalEntry(KEY, sequence, Value.TOMBSTONE);
  }

  private static RangeTombstones tombstones(Long... sequences) {
    return RangeTombstones.ofFragments(
        List.of(new RangeTombstones.Fragment(KEY, Bytes.utf8("l"), List.of(sequences))));
  }

  @Test
  void onlyTheNewestVersionStaysWithoutSnapshots() {
    Retention retention = new Retention(Set.of(), false);

    assertEquals(List.of(put(9)), retention.needed(List.of(put(9), put(7), put(5)), List.of()));
  }

  @Test
  void whatASnapshotSeesStays() {
    Retention retention = new Retention(Set.of(6L, 7L), false);

    assertEquals(
        List.of(put(9), put(7), put(5)),
        retention.needed(List.of(put(9), put(7), put(5), put(4)), List.of()));
  }

  @Test
  void whatARangeTombstoneHidesGoes() {
    Retention retention = new Retention(Set.of(), false);

    assertEquals(List.of(), retention.needed(List.of(put(5)), List.of(8L, 6L)));
    assertEquals(List.of(put(8)), retention.needed(List.of(put(8), put(5)), List.of(8L)));
  }

  @Test
  void whatIsHiddenFromThePresentAloneStays() {
    Retention retention = new Retention(Set.of(7L), false);

    assertEquals(List.of(put(5)), retention.needed(List.of(put(5)), List.of(8L)));
    assertEquals(List.of(), retention.needed(List.of(put(5)), List.of(8L, 6L)));
  }

  @Test
  void deletionsGoAtTheBottomUnlessTheyHideWhatStays() {
    Retention inTheMiddle = new Retention(Set.of(), false);
    Retention bottom = new Retention(Set.of(), true);
    Retention bottomWithSnapshot = new Retention(Set.of(5L), true);
    List<InternalEntry> versions = List.of(delete(9), put(5));

    assertEquals(List.of(delete(9)), inTheMiddle.needed(versions, List.of()));
    assertEquals(List.of(), bottom.needed(versions, List.of()));
    assertEquals(versions, bottomWithSnapshot.needed(versions, List.of()));
  }

  @Test
  void rangeTombstonesGoAtTheBottomUnlessASnapshotIsOlder() {
    assertEquals(RangeTombstones.NONE, new Retention(Set.of(), true).needed(tombstones(9L, 5L)));
    assertEquals(RangeTombstones.NONE, new Retention(Set.of(9L), true).needed(tombstones(9L, 5L)));
    assertEquals(tombstones(9L), new Retention(Set.of(4L), true).needed(tombstones(9L, 5L)));
    assertEquals(
        tombstones(9L, 5L), new Retention(Set.of(4L, 6L), true).needed(tombstones(9L, 5L)));
  }

  @Test
  void ofRangeTombstonesAlikeTheNewestStaysInTheMiddle() {
    assertEquals(tombstones(9L), new Retention(Set.of(), false).needed(tombstones(9L, 5L)));
    assertEquals(tombstones(9L, 5L), new Retention(Set.of(8L), false).needed(tombstones(9L, 5L)));
  }
}
