package dev.zerofs.domain.space;

import dev.zerofs.domain.layout.Keys;
import dev.zerofs.domain.layout.UsageRecord;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How many inodes and bytes the volume holds, and its quotas.
 *
 * <p>The stored counters are part of every batch that changes them. They are kept in shards, so
 * that changes of different files rarely wait for each other: a change takes any shard that is
 * free. A shard's lock is the last one that a change takes, and held while its batch is written.
 *
 * <p>Safe for use by any number of threads.
 */
public final class SpaceUsage {
  /** One stored counter and its value in memory, which its lock guards. */
  private static final class Shard {
    final ReentrantLock lock = new ReentrantLock();
    final Bytes key;
    UsageRecord value;

    Shard(Bytes key, UsageRecord value) {
      this.key = key;
      this.value = value;
    }
  }

  private final KeyValueStore store;
  private final List<Shard> shards;
  private final Quota bytes;
  private final Quota inodes;

  /**
   * Loads the counters of {@code store}.
   *
   * @param quotaBytes the most bytes, or 0 for no quota
   * @param quotaInodes the most inodes, or 0 for no quota
   */
  public SpaceUsage(KeyValueStore store, long quotaBytes, long quotaInodes) {
    this.store = store;
    this.shards = load(store);
    UsageRecord total = UsageRecord.ZERO;
    for (Shard shard : shards) {
      total = total.plus(shard.value);
    }
    this.bytes = new Quota(quotaBytes, total.bytes());
    this.inodes = new Quota(quotaInodes, total.inodes());
  }

  private static List<Shard> load(KeyValueStore store) {
    List<Bytes> keys = new ArrayList<>();
    for (int shard = 0; shard < Keys.COUNTER_SHARDS; shard++) {
      keys.add(Keys.counter(shard));
    }
    List<@Nullable Entry> entries = store.getAll(keys);
    List<Shard> shards = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      Entry entry = entries.get(i);
      UsageRecord value = entry == null ? UsageRecord.ZERO : UsageRecord.decode(entry.value());
      shards.add(new Shard(keys.get(i), value));
    }
    return shards;
  }

  /** What the volume holds, what is being written included. */
  public UsageRecord total() {
    return new UsageRecord(inodes.total(), bytes.total());
  }

  /**
   * Writes {@code batch} together with the counter that it changes by {@code change}.
   *
   * @return its position, or null if the change would pass a quota; nothing was written then
   */
  public @Nullable CommitPosition write(WriteBatch batch, UsageRecord change) {
    if (!inodes.reserve(change.inodes())) {
      return null;
    }
    if (!bytes.reserve(change.bytes())) {
      inodes.cancel(change.inodes());
      return null;
    }
    boolean written = false;
    try {
      CommitPosition position = count(batch, change);
      written = true;
      return position;
    } finally {
      if (written) {
        inodes.settle(change.inodes());
        bytes.settle(change.bytes());
      } else {
        inodes.cancel(change.inodes());
        bytes.cancel(change.bytes());
      }
    }
  }

  private CommitPosition count(WriteBatch batch, UsageRecord change) {
    Shard shard = lockAny();
    try {
      UsageRecord value = shard.value.plus(change);
      CommitPosition position = store.write(batch.put(shard.key, value.encode()));
      shard.value = value;
      return position;
    } finally {
      shard.lock.unlock();
    }
  }

  private Shard lockAny() {
    for (Shard shard : shards) {
      if (shard.lock.tryLock()) {
        return shard;
      }
    }
    Shard shard = shards.get((int) (Thread.currentThread().threadId() % shards.size()));
    shard.lock.lock();
    return shard;
  }
}
