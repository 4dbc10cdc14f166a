package dev.zerofs.lsm.reclaim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Chooses which segments to empty: a pure function. */
final class Selection {

  /** So many small segments are worth putting together. */
  static final int SMALL_COUNT_MIN = 64;

  /**
   * Having begun because of the total, it goes on a little further, so as not to begin again soon.
   */
  private static final double TOTAL_SLACK = 0.1;

  private Selection() {}

  /**
   * The segments to empty.
   *
   * @param candidates in any order
   * @param storedBytes of all segments that hold anything of use
   * @param liveBytes what is of use
   */
  static List<Candidate> of(
      List<Candidate> candidates, long storedBytes, long liveBytes, ReclaimOptions options) {
    List<Candidate> byShare = new ArrayList<>(candidates);
    byShare.sort(Comparator.comparingDouble(Candidate::share).thenComparing(Candidate::segment));
    boolean isTotalTooMuch = storedBytes > options.storedPerLiveMax() * liveBytes;
    double goal = Math.max(1, options.storedPerLiveMax() - TOTAL_SLACK) * liveBytes;
    long smallCount =
        candidates.stream().filter(one -> one.sizeBytes() < options.smallBytes()).count();
    List<Candidate> chosen = new ArrayList<>();
    double stored = storedBytes;
    for (Candidate one : byShare) {
      boolean isThin = one.share() < options.liveShareMin();
      boolean isForTotal = isTotalTooMuch && stored > goal && one.gainBytes() > 0;
      boolean isSmall = smallCount >= SMALL_COUNT_MIN && one.sizeBytes() < options.smallBytes();
      if (isThin || isForTotal || isSmall) {
        chosen.add(one);
        stored -= one.gainBytes();
      }
    }
    return chosen;
  }
}
