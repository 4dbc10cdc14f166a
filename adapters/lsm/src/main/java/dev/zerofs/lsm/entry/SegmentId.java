package dev.zerofs.lsm.entry;

/**
 * The name of a log segment within a volume.
 *
 * <p>Ids from {@link #FIRST_PACK} on are those of packs: segments without batches, which hold large
 * values that were moved there. They sort after every segment of the log proper, so that they never
 * stand in its way.
 *
 * @param epoch the writer's epoch
 * @param id counted from 0 within the epoch, without gaps up to its fence; or of a pack
 */
public record SegmentId(long epoch, long id) implements Comparable<SegmentId> {

  /** The id of an epoch's first pack. No log proper gets as far. */
  public static final long FIRST_PACK = 1L << 48;

  /** Checks the signs. */
  public SegmentId {
    if (epoch < 0 || id < 0) {
      throw new IllegalArgumentException("negative segment " + epoch + "/" + id);
    }
  }

  /** Whether it holds moved values only and is no part of the log proper. */
  public boolean isPack() {
    return id >= FIRST_PACK;
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
