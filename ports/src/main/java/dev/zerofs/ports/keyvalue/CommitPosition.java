package dev.zerofs.ports.keyvalue;

/**
 * A point in a store's history: the number of a committed batch. Positions grow with every batch,
 * also across restarts; history up to a durable position is durable as a whole.
 *
 * @param sequence 0 for "before everything", then ascending
 */
public record CommitPosition(long sequence) implements Comparable<CommitPosition> {

  /** Before every batch; always durable. */
  public static final CommitPosition NONE = new CommitPosition(0);

  /** Checks the sign. */
  public CommitPosition {
    if (sequence < 0) {
      throw new IllegalArgumentException("negative commit position " + sequence);
    }
  }

  /** The later of the two. */
  public CommitPosition max(CommitPosition other) {
    return other.sequence > sequence ? other : this;
  }

  @Override
  public int compareTo(CommitPosition other) {
    return Long.compare(sequence, other.sequence);
  }
}
