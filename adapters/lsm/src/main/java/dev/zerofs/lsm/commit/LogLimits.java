package dev.zerofs.lsm.commit;

/**
 * When the writer seals and rotates.
 *
 * @param segmentBytes a segment is sealed before it grows beyond this
 * @param partBytes where somebody waits for a sync, segments are cut into objects of about this
 * @param flushIntervalNanos a segment is sealed when its oldest batch is this old
 * @param memtableBytes a memtable is frozen when it has this many, large values left out
 * @param replaySegments a memtable is frozen when it has this many segments
 */
public record LogLimits(
    long segmentBytes,
    long partBytes,
    long flushIntervalNanos,
    long memtableBytes,
    int replaySegments) {

  /** Checks the signs. */
  public LogLimits {
    if (segmentBytes <= 0
        || partBytes <= 0
        || flushIntervalNanos < 0
        || memtableBytes <= 0
        || replaySegments <= 0) {
      throw new IllegalArgumentException("a limit of the log is not positive");
    }
  }
}
