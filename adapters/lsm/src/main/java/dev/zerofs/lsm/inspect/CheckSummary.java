package dev.zerofs.lsm.inspect;

/**
 * What a check has gone through.
 *
 * @param manifestVersion the newest manifest at the end
 * @param manifestCount manifests that were read
 * @param tableCount sorted tables that were read
 * @param entryCount entries in them
 * @param segmentCount log segments
 * @param fenceCount fences
 * @param referenceCount references to values that were looked up
 * @param frameCount values that were read, 0 unless the check was deep
 * @param frameBytes what these take in the store
 * @param space where the bytes of the volume are
 * @param damageCount findings that are damage
 * @param noteCount findings that are not
 */
public record CheckSummary(
    long manifestVersion,
    long manifestCount,
    long tableCount,
    long entryCount,
    long segmentCount,
    long fenceCount,
    long referenceCount,
    long frameCount,
    long frameBytes,
    Space space,
    long damageCount,
    long noteCount) {

  /**
   * Where the bytes of a volume are.
   *
   * @param tableBytes in the tables that the manifest names
   * @param segmentBytes in log segments
   * @param liveBytes of these, what tables refer to
   * @param replayBytes of these, what a start replays
   * @param deadSegmentCount segments that nothing refers to and no start replays
   * @param deadSegmentBytes their bytes
   * @param unusedTableCount tables that the manifest does not name
   * @param unusedTableBytes their bytes
   */
  public record Space(
      long tableBytes,
      long segmentBytes,
      long liveBytes,
      long replayBytes,
      long deadSegmentCount,
      long deadSegmentBytes,
      long unusedTableCount,
      long unusedTableBytes) {}
}
