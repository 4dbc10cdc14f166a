package dev.zerofs.lsm.compaction;

import dev.zerofs.lsm.manifest.Run;
import java.util.List;
import java.util.Optional;

/**
 * Chooses runs to be merged: size-tiered, over neighbours in age. Merging what is alike in size
 * writes an entry anew about once per tier, and the number of tiers grows with the logarithm of the
 * volume.
 *
 * @param fanIn how many runs of one tier are merged
 * @param runCountMax how many runs there may be before some are merged whatever their sizes
 */
public record CompactionPolicy(int fanIn, int runCountMax) {

  /** At most 8 runs in a tree at rest. */
  public static final CompactionPolicy DEFAULT = new CompactionPolicy(4, 8);

  /** A run belongs to a tier if it is at most so many times larger than the newer ones together. */
  private static final long TIER_FACTOR = 2;

  /**
   * Neighbouring runs.
   *
   * @param fromIndex the newest
   * @param endIndex the first one after them
   */
  public record Pick(int fromIndex, int endIndex) {

    /** How many runs there are. */
    public int runCount() {
      return endIndex - fromIndex;
    }
  }

  /** Checks the numbers. */
  public CompactionPolicy {
    if (fanIn < 2 || runCountMax < fanIn) {
      throw new IllegalArgumentException("fan-in " + fanIn + " of at most " + runCountMax);
    }
  }

  /**
   * What to merge next.
   *
   * @param runs newest first
   * @return empty if the tree is as it should be
   */
  public Optional<Pick> pick(List<Run> runs) {
    for (int from = 0; from + fanIn <= runs.size(); from++) {
      int end = endOfTier(runs, from);
      if (end - from >= fanIn) {
        return Optional.of(new Pick(from, end));
      }
    }
    if (runs.size() > runCountMax) {
      return Optional.of(new Pick(0, runs.size() - runCountMax + 1));
    }
    return Optional.empty();
  }

  private static int endOfTier(List<Run> runs, int from) {
    long sum = runs.get(from).sizeBytes();
    int end = from + 1;
    while (end < runs.size() && runs.get(end).sizeBytes() <= TIER_FACTOR * sum) {
      sum += runs.get(end).sizeBytes();
      end++;
    }
    return end;
  }
}
