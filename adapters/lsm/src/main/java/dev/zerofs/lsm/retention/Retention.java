package dev.zerofs.lsm.retention;

import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.RangeTombstones;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Which entries and range tombstones some reader can still see: the present, or one of the
 * snapshots that are open. Immutable.
 *
 * <p>A version is needed if a snapshot lies at or after it and before the next thing that hides it,
 * a newer version or a range tombstone. What nobody needs is left out wherever it is met. A
 * deletion is needed for what it hides in older runs; at the bottom, where there are none, only for
 * what it hides in this run.
 */
public final class Retention {

  /** After every snapshot: the present. */
  private static final long NEVER = Long.MAX_VALUE;

  private final long[] snapshots;
  private final boolean bottom;

  /**
   * A choice for one output run.
   *
   * @param snapshots the sequences at which somebody may read, beside the present; in any order
   * @param bottom whether no older run can have keys of the output's range
   */
  public Retention(Collection<Long> snapshots, boolean bottom) {
    this.snapshots = snapshots.stream().mapToLong(Long::longValue).sorted().toArray();
    this.bottom = bottom;
  }

  /** The range tombstones of {@code all} that the output needs. */
  public RangeTombstones needed(RangeTombstones all) {
    List<RangeTombstones.Fragment> kept = new ArrayList<>();
    for (RangeTombstones.Fragment fragment : all.fragments()) {
      List<Long> sequences = new ArrayList<>();
      long newer = NEVER;
      for (long sequence : fragment.sequences()) {
        // At the bottom a tombstone before every snapshot hides nothing that is kept.
        boolean hidesSomething = !bottom || anySnapshotBefore(sequence);
        if (hidesSomething && isSeen(sequence, newer)) {
          sequences.add(sequence);
        }
        newer = sequence;
      }
      if (!sequences.isEmpty()) {
        kept.add(new RangeTombstones.Fragment(fragment.from(), fragment.to(), sequences));
      }
    }
    return RangeTombstones.ofFragments(kept);
  }

  /**
   * The versions of one key that the output needs.
   *
   * @param versions all there are, newest first
   * @param covering the sequences of all range tombstones of the inputs that cover the key, newest
   *     first
   */
  public List<InternalEntry> needed(List<InternalEntry> versions, List<Long> covering) {
    List<InternalEntry> kept = new ArrayList<>(versions.size());
    long newer = NEVER;
    for (InternalEntry version : versions) {
      long hiddenFrom = Math.min(newer, oldestAfter(version.sequence(), covering));
      if (isSeen(version.sequence(), hiddenFrom)) {
        kept.add(version);
      }
      newer = version.sequence();
    }
    // A deletion with nothing below it to hide is as good as none.
    while (bottom && !kept.isEmpty() && kept.getLast().isTombstone()) {
      kept.removeLast();
    }
    return kept;
  }

  /** The least of {@code covering}, newest first, that is greater than {@code sequence}. */
  private static long oldestAfter(long sequence, List<Long> covering) {
    long oldest = NEVER;
    for (long tombstone : covering) {
      if (tombstone <= sequence) {
        break;
      }
      oldest = tombstone;
    }
    return oldest;
  }

  /** Whether somebody reads at or after {@code from} and before {@code to}. */
  private boolean isSeen(long from, long to) {
    if (to == NEVER) {
      return true;
    }
    int index = Arrays.binarySearch(snapshots, from);
    int first = index >= 0 ? index : -index - 1;
    return first < snapshots.length && snapshots[first] < to;
  }

  private boolean anySnapshotBefore(long sequence) {
    return snapshots.length > 0 && snapshots[0] < sequence;
  }
}
