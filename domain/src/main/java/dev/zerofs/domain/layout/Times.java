package dev.zerofs.domain.layout;

/**
 * The times of an inode in nanoseconds since 1970.
 *
 * @param accessed atime
 * @param modified mtime
 * @param changed ctime
 */
public record Times(long accessed, long modified, long changed) {
  /** All three the same. */
  public static Times all(long now) {
    return new Times(now, now, now);
  }

  /**
   * With the ctime of a change at {@code now}: later than the one before, whatever the clock says.
   */
  public Times change(long now) {
    return new Times(accessed, modified, nextChange(now));
  }

  /**
   * With ctime and mtime of a change of the content at {@code now}. Both get the same value, so a
   * server-set mtime grows as ctime does, but an mtime that a client put into the future does not
   * hold it there.
   */
  public Times modify(long now) {
    long changedNow = nextChange(now);
    return new Times(accessed, changedNow, changedNow);
  }

  /** With another atime. */
  public Times withAccessed(long epochNanos) {
    return new Times(epochNanos, modified, changed);
  }

  /** With another mtime. */
  public Times withModified(long epochNanos) {
    return new Times(accessed, epochNanos, changed);
  }

  private long nextChange(long now) {
    return Math.max(now, changed + 1);
  }
}
