package dev.zerofs.lsm.compaction;

import dev.zerofs.lsm.manifest.Run;
import java.util.List;
import java.util.Optional;

/**
 * Chooses runs to be merged, a pure function of what the manifest says of them.
 *
 * <p>For few runs: size-tiered, over neighbours in age. Merging what is alike in size writes an
 * entry anew about once per tier, and the number of tiers grows with the logarithm of the volume.
 *
 * <p>For space: a value that was overwritten or deleted can be told from a live one only when its
 * key's entries have met in a merge. So everything is merged when what that may free is worth it:
 * when it is a third of what the oldest run refers to, or at least one segment and forty times what
 * the merge writes. Keys are small beside file data, so that is soon the case.
 *
 * @param fanIn how many runs of one tier are merged
 * @param runCountMax how many runs there may be before some are merged whatever their sizes
 * @param freedBytesMin a merge for space must be expected to free this much
 */
public record CompactionPolicy(int fanIn, int runCountMax, long freedBytesMin) {

  /** At most 8 runs in a tree at rest. */
  public static final CompactionPolicy DEFAULT = new CompactionPolicy(4, 8, 16L << 20);

  /** A run belongs to a tier if it is at most so many times larger than the newer ones together. */
  private static final long TIER_FACTOR = 2;

  /** A merge may write one byte for so many that it frees. */
  private static final long FREED_PER_WRITTEN = 40;

  /** So large a part of the oldest run's values may be garbage, whatever the merge costs. */
  private static final long GARBAGE_PARTS = 3;

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
    if (fanIn < 2 || runCountMax < fanIn || freedBytesMin <= 0) {
      throw new IllegalArgumentException(
          "fan-in " + fanIn + " of at most " + runCountMax + ", freeing " + freedBytesMin);
    }
  }

  /**
   * What to merge next.
   *
   * @param runs newest first
   * @return empty if the tree is as it should be
   */
  public Optional<Pick> pick(List<Run> runs) {
    if (isSpaceToBeFreed(runs)) {
      return Optional.of(new Pick(0, runs.size()));
    }
    return pickForFewRuns(runs);
  }

  /** What to merge next if it is not for space. */
  Optional<Pick> pickForFewRuns(List<Run> runs) {
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

  private boolean isSpaceToBeFreed(List<Run> runs) {
    return runs.size() >= 2 && isWorthIt(runs, 0);
  }

  /**
   * Whether everything would be merged for space.
   *
   * @param runs newest first
   * @param moreBytes what a run yet to come would be expected to free beside
   */
  public boolean isWorthIt(List<Run> runs, long moreBytes) {
    if (runs.isEmpty()) {
      return false;
    }
    long garbage = garbageBytesMax(runs) + moreBytes;
    long written = runs.stream().mapToLong(Run::sizeBytes).sum();
    return garbage >= freedBytesMin
        && (garbage >= runs.getLast().referencedBytes() / GARBAGE_PARTS
            || garbage >= FREED_PER_WRITTEN * written);
  }

  /**
   * The most bytes of values that a merge of all runs may find to be of no use: each value of a
   * newer run may replace one of an older, each deletion one of average size.
   */
  static long garbageBytesMax(List<Run> runs) {
    List<Run> newer = runs.subList(0, runs.size() - 1);
    long referenced = runs.stream().mapToLong(Run::referencedBytes).sum();
    long entries = runs.stream().mapToLong(Run::entryCount).sum();
    long deletions = newer.stream().mapToLong(Run::deletionCount).sum();
    long replaced = newer.stream().mapToLong(Run::referencedBytes).sum();
    long hidden = newer.stream().mapToLong(Run::hiddenBytes).sum();
    long deleted = entries == 0 ? 0 : (long) ((double) referenced / entries * deletions);
    return Math.min(referenced, replaced + hidden + deleted);
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
