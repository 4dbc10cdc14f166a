package dev.zerofs.lsm.compaction;

import dev.zerofs.lsm.compaction.CompactionPolicy.Pick;
import dev.zerofs.lsm.manifest.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Which runs are being merged, so that several merges may go on at once: while a large one takes
 * its time, the runs that are newer than its inputs are kept few by small ones. Safe for use by any
 * number of threads.
 */
public final class RunClaims {

  private final CompactionPolicy policy;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<List<Run>> claimed = new ArrayList<>(); // guarded by lock

  /** Nothing claimed; {@code policy} chooses. */
  public RunClaims(CompactionPolicy policy) {
    this.policy = policy;
  }

  /**
   * Runs to be merged, which are the caller's until {@link #release}.
   *
   * @param inputs neighbours
   * @param bottom whether the oldest run is among them
   */
  record Claim(List<Run> inputs, boolean bottom) {}

  /**
   * Claims what to merge next.
   *
   * @param current the runs of now, newest first; asked when nobody else claims or releases, so
   *     that what was released is seen merged
   */
  Optional<Claim> claim(Supplier<List<Run>> current) {
    lock.lock();
    try {
      List<Run> runs = current.get();
      int free = 0;
      while (free < runs.size() && !isClaimed(runs.get(free))) {
        free++;
      }
      List<Run> newest = runs.subList(0, free);
      boolean all = free == runs.size();
      Optional<Pick> pick = all ? policy.pick(newest) : policy.pickForFewRuns(newest);
      return pick.map(chosen -> claim(newest, chosen, all && chosen.endIndex() == runs.size()));
    } finally {
      lock.unlock();
    }
  }

  private Claim claim(List<Run> runs, Pick chosen, boolean bottom) {
    List<Run> inputs = List.copyOf(runs.subList(chosen.fromIndex(), chosen.endIndex()));
    claimed.add(inputs);
    return new Claim(inputs, bottom);
  }

  private boolean isClaimed(Run run) {
    return claimed.stream().anyMatch(inputs -> inputs.contains(run));
  }

  /** Gives {@code inputs} back: they are merged, or will not be for now. */
  void release(List<Run> inputs) {
    lock.lock();
    try {
      claimed.remove(inputs);
    } finally {
      lock.unlock();
    }
  }
}
