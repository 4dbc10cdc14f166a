package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.Oracle;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.keyvalue.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Everything that was written to a store, and what of it must have survived. */
final class History {

  /** The batch of every position from 1 on. */
  private final List<WriteBatch> batches = new ArrayList<>();

  /** The positions at which checkpoints were made that must exist. */
  private final Map<String, Long> checkpoints = new TreeMap<>();

  private Oracle now = new Oracle();
  private long synced;

  long write(KeyValueStore store, WriteBatch batch) {
    // The batch counts as written before the call: a crash in it may keep it.
    batches.add(batch);
    now.apply(batch);
    long position = store.write(batch).sequence();
    assertTrue(position >= batches.size(), "position " + position + " of " + batches.size());
    batches.removeLast();
    reached(position - 1);
    batches.add(batch);
    return position;
  }

  /** The store has moved values meanwhile: to readers these are batches without changes. */
  void reached(long position) {
    while (batches.size() < position) {
      batches.add(new WriteBatch());
    }
  }

  void synced(long position) {
    synced = Math.max(synced, position);
  }

  long syncedPosition() {
    return synced;
  }

  long lastPosition() {
    return batches.size();
  }

  void checkpointed(String name, long position) {
    checkpoints.put(name, position);
    reached(position);
    synced(position);
  }

  Map<String, Long> checkpoints() {
    return checkpoints;
  }

  Oracle now() {
    return now;
  }

  Oracle at(long position) {
    reached(position);
    Oracle oracle = new Oracle();
    batches.subList(0, (int) position).forEach(oracle::apply);
    return oracle;
  }

  /** The history up to {@code position}, all of it stable, for a volume that goes on from there. */
  History upTo(long position) {
    History copy = new History();
    copy.batches.addAll(batches.subList(0, (int) position));
    copy.now = at(position);
    copy.synced = position;
    return copy;
  }

  /** Checks that {@code store} holds a prefix that is long enough, and forgets the rest. */
  void recovered(KeyValueStore store, Random random) {
    try (Snapshot snapshot = store.snapshot()) {
      long position = snapshot.position().sequence();
      long kept = recoveredOf(snapshot, movesSinceOpened(store), random.nextLong());
      assertTrue(
          kept >= synced,
          () -> kept + " recovered of " + batches.size() + ", " + synced + " were stable");
      reached(position);
      batches.subList((int) kept, batches.size()).clear();
      reached(position);
      now = at(position);
      now.requireSame(snapshot, random);
    }
    for (Map.Entry<String, Long> checkpoint : checkpoints.entrySet()) {
      try (Snapshot snapshot = store.openCheckpoint(checkpoint.getKey())) {
        assertTrue(
            snapshot.position().equals(new CommitPosition(checkpoint.getValue())),
            checkpoint::toString);
        at(checkpoint.getValue()).requireSame(snapshot, random);
      }
    }
  }

  /**
   * Which batch is the last that {@code snapshot} has, if moves of values, at most so many, took
   * the positions after it while the store was being opened: they are not those that were lost.
   */
  private long recoveredOf(Snapshot snapshot, long movesMax, long seed) {
    long position = snapshot.position().sequence();
    for (long last = position; last > Math.max(synced, position - movesMax); last--) {
      try {
        at(last).requireSame(snapshot, new Random(seed));
        return last;
      } catch (AssertionError _) {
        // What was at this position before is lost.
      }
    }
    return Math.max(Math.min(synced, position), position - movesMax);
  }

  private static long movesSinceOpened(KeyValueStore store) {
    return store.figures().getOrDefault("reclaim.moved-values", 0L);
  }
}
