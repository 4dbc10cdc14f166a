package dev.zerofs.domain.transaction;

import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.layout.InodeCodec;
import dev.zerofs.domain.layout.Keys;
import dev.zerofs.domain.time.AccessTimes;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Writes noted access times into their inodes' records, many in one batch. */
final class AccessTimeWriter {
  private static final int BATCH_INODES = 128;

  private final KeyValueStore store;
  private final AccessTimes accessTimes;
  private final InodeLocks locks;
  private final ReentrantLock writing = new ReentrantLock();

  AccessTimeWriter(KeyValueStore store, AccessTimes accessTimes, InodeLocks locks) {
    this.store = store;
    this.accessTimes = accessTimes;
    this.locks = locks;
  }

  /**
   * Writes everything that is noted, unless another thread is doing so. An access time is not worth
   * failing for: if the store cannot take them now, they are given up.
   */
  void writeAll() {
    if (!writing.tryLock()) {
      return;
    }
    try {
      List<Long> inodes = accessTimes.inodes();
      for (int from = 0; from < inodes.size(); from += BATCH_INODES) {
        write(inodes.subList(from, Math.min(from + BATCH_INODES, inodes.size())));
      }
    } catch (KeyValueException.Corrupt
        | KeyValueException.Unavailable
        | KeyValueException.OutOfSpace _) {
      accessTimes.drop();
    } finally {
      writing.unlock();
    }
  }

  private void write(List<Long> inodes) {
    List<Bytes> keys = inodes.stream().map(Keys::inode).toList();
    // Brings cold records into memory before anything is locked.
    var _ = store.getAll(keys);
    long[] ids = inodes.stream().mapToLong(Long::longValue).toArray();
    try (InodeLocks.Held _ = locks.acquire(ids, ids.length, false)) {
      writeLocked(inodes, store.getAll(keys));
    }
  }

  private void writeLocked(List<Long> inodes, List<@Nullable Entry> entries) {
    WriteBatch batch = new WriteBatch();
    List<Inode> changed = new ArrayList<>();
    List<CommitPosition> lastChanges = new ArrayList<>();
    for (int i = 0; i < inodes.size(); i++) {
      long id = inodes.get(i);
      Entry entry = entries.get(i);
      if (entry == null) {
        accessTimes.gone(id);
        continue;
      }
      Inode recorded = InodeCodec.decode(id, entry.value());
      Inode current = accessTimes.current(recorded);
      if (current.times().accessed() == recorded.times().accessed()) {
        accessTimes.written(id, current.times().accessed());
        continue;
      }
      batch.put(entry.key(), InodeCodec.encode(current));
      changed.add(current);
      lastChanges.add(accessTimes.lastChange(id, entry.position()));
    }
    if (batch.isEmpty()) {
      return;
    }
    CommitPosition position = store.write(batch);
    for (int i = 0; i < changed.size(); i++) {
      Inode inode = changed.get(i);
      accessTimes.remember(inode.id().inode(), position, lastChanges.get(i));
      accessTimes.written(inode.id().inode(), inode.times().accessed());
    }
  }
}
