package dev.zerofs.domain.space;

import dev.zerofs.domain.layout.Keys;
import dev.zerofs.domain.layout.NextInodeId;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.WriteBatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Inode ids that were never used. They are reserved in blocks, and a block is in the backing store
 * before its first id is given out, in every durability mode: so a writer that loses its tail, or
 * its machine, can never give an id to a second file.
 *
 * <p>Safe for use by any number of threads.
 */
public final class InodeIds {
  /** How many ids are reserved at once. */
  public static final long BLOCK_IDS = 64 * 1024;

  private static final long NONE_LEFT = Long.MAX_VALUE;

  private final KeyValueStore store;

  /**
   * Held over a sync, alone: only who needs an id of the block that is being reserved waits for it,
   * and holds no other lock.
   */
  private final ReentrantLock reserving = new ReentrantLock();

  private final AtomicLong next;
  private volatile long limit;
  private volatile boolean closed;

  /**
   * Gives out ids from {@code next} to before {@code limit}, which are reserved already, and
   * reserves further ones from there.
   */
  public InodeIds(KeyValueStore store, long next, long limit) {
    this.store = store;
    this.next = new AtomicLong(next);
    this.limit = limit;
  }

  /** An id, or -1 if a block has to be {@link #reserve reserved} first. Never waits. */
  public long take() {
    long id = next.get();
    while (id < limit) {
      if (next.compareAndSet(id, id + 1)) {
        return id;
      }
      id = next.get();
    }
    return -1;
  }

  /**
   * Sees to it that there are ids to take, for a moment at least. To be called without locks.
   *
   * @throws KeyValueException.Closed after {@link #close}
   */
  public void reserve() {
    reserving.lock();
    try {
      if (closed) {
        throw new KeyValueException.Closed("the volume is closed", null);
      }
      if (next.get() >= limit) {
        long newLimit = Math.addExact(limit, BLOCK_IDS);
        store.admit(Keys.NEXT_INODE_ID.length());
        store.syncToBackingStore(store.write(record(newLimit)));
        limit = newLimit;
      }
    } finally {
      reserving.unlock();
    }
  }

  /** Returns the ids that were not used; none can be taken any more. */
  public void close() {
    reserving.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      long unused = next.getAndSet(NONE_LEFT);
      if (unused < limit) {
        store.write(record(unused));
      }
    } finally {
      reserving.unlock();
    }
  }

  private static WriteBatch record(long id) {
    return new WriteBatch().put(Keys.NEXT_INODE_ID, new NextInodeId(id).encode());
  }
}
