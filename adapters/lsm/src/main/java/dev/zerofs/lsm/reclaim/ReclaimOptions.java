package dev.zerofs.lsm.reclaim;

/**
 * When space is given back.
 *
 * @param liveShareMin segments of which a smaller part is of use are emptied, if that frees
 *     anything
 * @param storedPerLiveMax how many bytes there may be for each one of use, whatever the shares
 * @param garbageBytesMin less than this is not looked for
 * @param smallBytes many segments smaller than this are put together
 * @param graceNanos how long what is dead is kept for readers in other processes
 * @param packBytes how large packs may become
 */
public record ReclaimOptions(
    double liveShareMin,
    double storedPerLiveMax,
    long garbageBytesMin,
    long smallBytes,
    long graceNanos,
    long packBytes) {

  /** No pack is larger than a usual segment. */
  public static final long PACK_BYTES_MAX = 16L << 20;

  /** Options with packs as large as may be. */
  public ReclaimOptions(
      double liveShareMin,
      double storedPerLiveMax,
      long garbageBytesMin,
      long smallBytes,
      long graceNanos) {
    this(liveShareMin, storedPerLiveMax, garbageBytesMin, smallBytes, graceNanos, PACK_BYTES_MAX);
  }

  /** Checks the ranges. */
  public ReclaimOptions {
    if (liveShareMin < 0
        || liveShareMin > 1
        || storedPerLiveMax < 1
        || garbageBytesMin <= 0
        || smallBytes < 0
        || graceNanos < 0
        || packBytes <= 0) {
      throw new IllegalArgumentException("impossible limits of reclamation");
    }
  }
}
