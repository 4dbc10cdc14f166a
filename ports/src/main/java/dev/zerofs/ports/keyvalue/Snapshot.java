package dev.zerofs.ports.keyvalue;

/**
 * The store as it was at one moment: every read sees exactly the batches up to {@link #position}.
 * Safe for use by any number of threads; must be closed, soon, since it keeps space from being
 * reclaimed.
 */
public interface Snapshot extends Reads, AutoCloseable {

  /** The last batch that this snapshot sees. */
  CommitPosition position();

  /** Releases the snapshot. Closing twice is harmless. */
  @Override
  void close();
}
