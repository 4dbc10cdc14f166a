package dev.zerofs.lsm.entry;

/**
 * The name of a log segment within a volume.
 *
 * @param epoch the writer's epoch
 * @param id counted from 0 within the epoch, without gaps up to its fence
 */
public record SegmentId(long epoch, long id) implements Comparable<SegmentId> {

  /** Checks the signs. */
  public SegmentId {
    if (epoch < 0 || id < 0) {
      throw new IllegalArgumentException("negative segment " + epoch + "/" + id);
    }
  }

  @Override
  public int compareTo(SegmentId other) {
    int byEpoch = Long.compare(epoch, other.epoch);
    return byEpoch != 0 ? byEpoch : Long.compare(id, other.id);
  }

  @Override
  public String toString() {
    return epoch + "/" + id;
  }
}
