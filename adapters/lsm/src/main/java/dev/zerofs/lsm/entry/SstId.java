package dev.zerofs.lsm.entry;

/**
 * The name of a sorted table within a volume.
 *
 * @param epoch the writer's epoch
 * @param id unique within the epoch
 */
public record SstId(long epoch, long id) implements Comparable<SstId> {

  /** Checks the signs. */
  public SstId {
    if (epoch < 0 || id < 0) {
      throw new IllegalArgumentException("negative table " + epoch + "/" + id);
    }
  }

  @Override
  public int compareTo(SstId other) {
    int byEpoch = Long.compare(epoch, other.epoch);
    return byEpoch != 0 ? byEpoch : Long.compare(id, other.id);
  }

  @Override
  public String toString() {
    return epoch + "/" + id;
  }
}
