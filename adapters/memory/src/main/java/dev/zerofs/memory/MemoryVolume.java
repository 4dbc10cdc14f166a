package dev.zerofs.memory;

import dev.zerofs.ports.keyvalue.Checkpoint;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What outlives a {@link MemoryKeyValueStore}: its "disk". A test crashes a store by opening
 * another one on its volume without closing it: what was not synced is gone, and the old store's
 * calls throw {@link dev.zerofs.ports.keyvalue.KeyValueException.Replaced}. A sync makes exactly
 * the prefix durable that it was asked for, so a test can have any prefix survive.
 *
 * <p>Safe for use by any number of threads.
 */
public final class MemoryVolume {

  /** A state of the store with the batch that made it. */
  record Version(SortedTree tree, CommitPosition position) {}

  /** A checkpoint with what it pins. */
  record Pinned(Checkpoint checkpoint, SortedTree tree) {}

  private Version durable = new Version(SortedTree.EMPTY, CommitPosition.NONE); // guarded by this
  private long lastSequence; // guarded by this
  private long epoch; // guarded by this
  private final Map<String, Pinned> checkpoints = new TreeMap<>(); // guarded by this

  /** An empty volume. */
  public MemoryVolume() {}

  /** Opens the volume for writing and replaces who had it open. */
  public synchronized MemoryKeyValueStore open(Clock clock) {
    epoch++;
    return new MemoryKeyValueStore(this, epoch, durable, clock);
  }

  /** Opens the volume for reading what would survive a crash; its writer does not notice. */
  public MemoryKeyValueReader openReader() {
    return new MemoryKeyValueReader(this);
  }

  synchronized Version durable() {
    return durable;
  }

  /** The last batch that would survive a crash now. */
  public synchronized CommitPosition durablePosition() {
    return durable.position();
  }

  synchronized boolean isOwnedBy(long writerEpoch) {
    return epoch == writerEpoch;
  }

  /** A position that no batch had before, also none that a crash has lost. */
  synchronized CommitPosition nextPosition() {
    lastSequence++;
    return new CommitPosition(lastSequence);
  }

  synchronized boolean makeDurable(long writerEpoch, Version version) {
    if (epoch != writerEpoch) {
      return false;
    }
    if (version.position().compareTo(durable.position()) > 0) {
      durable = version;
    }
    return true;
  }

  synchronized List<Checkpoint> checkpoints() {
    return checkpoints.values().stream()
        .map(Pinned::checkpoint)
        .sorted(Comparator.comparing(Checkpoint::position).thenComparing(Checkpoint::name))
        .toList();
  }

  /**
   * What the checkpoint of this name holds.
   *
   * @throws IllegalArgumentException if there is none
   */
  synchronized Version checkpoint(String name) {
    Pinned pinned = checkpoints.get(name);
    if (pinned == null) {
      throw new IllegalArgumentException("there is no checkpoint '" + name + "'");
    }
    return new Version(pinned.tree(), pinned.checkpoint().position());
  }

  synchronized boolean pin(Pinned pinned) {
    return checkpoints.putIfAbsent(pinned.checkpoint().name(), pinned) == null;
  }

  synchronized boolean unpin(String name) {
    return checkpoints.remove(name) != null;
  }
}
