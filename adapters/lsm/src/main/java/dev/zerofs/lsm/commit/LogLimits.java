package dev.zerofs.lsm.commit;

/**
 * When the writer seals and rotates.
 *
 * @param segmentBytes a segment is sealed before it grows beyond this
 * @param partBytes where somebody waits for a sync, segments are cut into objects of about this
 * @param flushIntervalNanos a segment is sealed when its oldest batch is this old
 * @param memtableBytes a memtable is frozen when it has this many, large values left out
 * @param memtableAgeNanos a memtable with deletions is frozen when its oldest batch is this old, so
 *     that they free something in the end although nothing more is written
 * @param replaySegments how many segments a restart should have to replay at most
 */
public record LogLimits(
    long segmentBytes,
    long partBytes,
    long flushIntervalNanos,
    long memtableBytes,
    long memtableAgeNanos,
    int replaySegments) {

  /** Checks the signs. */
  public LogLimits {
    if (segmentBytes <= 0
        || partBytes <= 0
        || flushIntervalNanos < 0
        || memtableBytes <= 0
        || memtableAgeNanos < 0
        || replaySegments <= 0) {
      throw new IllegalArgumentException("a limit of the log is not positive");
    }
  }

  /**
   * A memtable is frozen when it has this many segments: half of what a restart may meet, since the
   * other half comes while it is flushed.
   */
  int memtableSegments() {
    return Math.max(1, replaySegments / 2);
  }
}
