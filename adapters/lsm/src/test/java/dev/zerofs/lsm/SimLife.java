package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.Oracle;
import dev.zerofs.ports.keyvalue.Snapshot;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.time.ManualClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What one process does while it lives: clients and steps in any order, and clients and other steps
 * between any two requests of a step.
 */
final class SimLife {

  /** Steps within steps within steps are rare enough. */
  private static final int DEPTH_MAX = 2;

  /** Every write makes requests: without a limit there would be writes between them for ever. */
  private static final int MEANWHILE_MAX = 4;

  private record Held(Snapshot snapshot, Oracle asItWas) {}

  private final SimProcess process;
  private final KeyValueStore store;
  private final ManualClock clock;
  private final History history;
  private final SimBatches batches;
  private final Random random;
  private final List<Held> held = new ArrayList<>();
  private int depth;
  private int meanwhileLeft;

  SimLife(
      SimProcess process,
      KeyValueStore store,
      ManualClock clock,
      History history,
      SimBatches batches,
      Random random) {
    this.process = process;
    this.store = store;
    this.clock = clock;
    this.history = history;
    this.batches = batches;
    this.random = random;
  }

  /**
   * Does so many things.
   *
   * @param between called after each
   */
  void run(int steps, Runnable between) {
    process.view().beforeEach(_ -> meanwhile());
    for (int i = 0; i < steps; i++) {
      step();
      between.run();
    }
    process.view().beforeEach(_ -> {});
    if (random.nextInt(3) == 0) {
      store.close();
      // A refusing disk of the journal or an outage may cut the end of it short: the clock runs.
      history.synced(history.lastPosition());
    }
  }

  /** Between two requests of a step; who compares or waits for a checkpoint is left in peace. */
  private void meanwhile() {
    String step = process.driver().running();
    int rarity = step.equals("reclaim") ? 1 : 4;
    boolean isStep = !step.isEmpty();
    if (!isStep || depth >= DEPTH_MAX || meanwhileLeft == 0 || random.nextInt(rarity) > 0) {
      return;
    }
    depth++;
    meanwhileLeft--;
    try {
      int dice = random.nextInt(12);
      if (dice < 6) {
        history.write(store, batches.next());
      }
      if (dice >= 4 && dice < 10) {
        // Now and then so many that what was written just now is flushed.
        int pieces = 1 + random.nextInt(dice < 6 ? 80 : 10);
        while (pieces > 0 && process.driver().runOne()) {
          pieces--;
        }
      } else if (dice == 10) {
        hold();
      } else if (dice == 11 && !held.isEmpty()) {
        held.remove(random.nextInt(held.size())).snapshot.close();
      }
    } finally {
      depth--;
    }
  }

  private void step() {
    meanwhileLeft = MEANWHILE_MAX;
    int dice = random.nextInt(100);
    if (dice < 35) {
      write();
    } else if (dice < 60) {
      work();
    } else if (dice < 65) {
      clock.advance(random.nextLong(2_000_000_000L));
      process.driver().wake();
    } else if (dice < 78) {
      sync();
    } else if (dice < 86) {
      meanwhileLeft = 0;
      history.now().requireSame(store, random);
    } else if (dice < 90) {
      hold();
    } else if (dice < 94) {
      release();
    } else if (dice < 96) {
      checkpoint();
    } else if (dice < 97) {
      forgetCheckpoint();
    } else if (dice < 99) {
      store.confirmOwnership();
    }
  }

  private void work() {
    int pieces = random.nextInt(4) == 0 ? 40 : 1;
    for (int i = 0; i < pieces; i++) {
      if (!process.driver().runOne()) {
        process.coverage().rested(process);
        return;
      }
    }
  }

  private void write() {
    try {
      store.admit(random.nextInt(5_000));
      // After the wait: others write meanwhile, and a patch is of what is there now.
      meanwhileLeft = 0;
      history.write(store, random.nextInt(4) == 0 ? patch() : batches.next());
    } catch (KeyValueException.Unavailable _) {
      // Nothing was written.
    }
  }

  /** Changes a part of a value, its length too now and then, and says which. */
  private WriteBatch patch() {
    Bytes key = batches.key();
    Entry entry = store.get(key);
    byte[] before = entry == null ? new byte[0] : entry.value().toByteArray();
    int newLength =
        random.nextBoolean() ? before.length : random.nextInt(2 * before.length + 4_000);
    byte[] value = Arrays.copyOf(before, Math.max(1, newLength));
    int offset = random.nextInt(value.length);
    int length = random.nextInt(value.length - offset + 1);
    for (int i = offset; i < offset + length; i++) {
      value[i] = (byte) random.nextInt();
    }
    return new WriteBatch().put(key, Bytes.wrap(value), offset, length);
  }

  private void sync() {
    if (history.lastPosition() == 0) {
      return;
    }
    long position =
        random.nextBoolean() ? history.lastPosition() : random.nextLong(history.lastPosition() + 1);
    if (random.nextInt(4) == 0) {
      store.syncToBackingStore(new CommitPosition(position));
      history.synced(position);
    } else {
      store.sync(new CommitPosition(position));
      if (process.options().durability() != Durability.MEMORY) {
        history.synced(position);
      }
    }
  }

  private void hold() {
    if (held.size() < 4) {
      held.add(new Held(store.snapshot(), history.now().copy()));
    }
  }

  private void release() {
    if (!held.isEmpty()) {
      Held chosen = held.remove(random.nextInt(held.size()));
      chosen.asItWas.requireSame(chosen.snapshot, random);
      chosen.snapshot.close();
    }
  }

  private void checkpoint() {
    String name = "c" + Long.toHexString(random.nextLong());
    long before = history.lastPosition();
    long position = store.createCheckpoint(name).position().sequence();
    assertTrue(position >= before, "checkpoint at " + position);
    history.checkpointed(name, position);
    assertTrue(store.checkpoints().stream().anyMatch(one -> one.name().equals(name)));
  }

  private void forgetCheckpoint() {
    for (String name : List.copyOf(history.checkpoints().keySet())) {
      if (random.nextInt(3) == 0) {
        history.checkpoints().remove(name);
        store.deleteCheckpoint(name);
        return;
      }
    }
  }
}
