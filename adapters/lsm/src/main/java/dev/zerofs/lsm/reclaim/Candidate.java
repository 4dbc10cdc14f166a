package dev.zerofs.lsm.reclaim;

import dev.zerofs.lsm.entry.SegmentId;

/**
 * A segment that might be emptied.
 *
 * @param segment its name
 * @param sizeBytes of the object
 * @param liveBytes of these, how many the tree refers to
 */
record Candidate(SegmentId segment, long sizeBytes, long liveBytes) {

  double share() {
    return (double) liveBytes / sizeBytes;
  }

  long gainBytes() {
    return Math.max(0, sizeBytes - liveBytes);
  }
}
