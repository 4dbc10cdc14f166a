package dev.zerofs.lsm.manifest;

/**
 * Segments of one epoch's log.
 *
 * @param epoch the epoch
 * @param fromId the first segment
 * @param endId the first segment after them
 */
public record LogRange(long epoch, long fromId, long endId) {

  /** Whether segment {@code id} of {@code ofEpoch} is one of them. */
  public boolean contains(long ofEpoch, long id) {
    return epoch == ofEpoch && fromId <= id && id < endId;
  }

  /** Checks the range. */
  public LogRange {
    if (epoch < 0 || fromId < 0 || endId < fromId) {
      throw new IllegalArgumentException(
          "segments " + fromId + " to " + endId + " of epoch " + epoch);
    }
  }
}
