package dev.zerofs.lsm.layout;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.SstId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Names this writer's tables and packs, and knows which of them may be in the store although
 * nothing refers to them yet: they are on their way into a manifest or the log, and no garbage.
 * Safe for use by any number of threads.
 */
public final class Unpublished {

  private final long epoch;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<StoredObject> objects = new HashSet<>(); // guarded by lock
  private long nextTableId; // guarded by lock
  private long nextPackId = SegmentId.FIRST_PACK; // guarded by lock

  /** Nothing named yet by the writer of {@code epoch}, which is new. */
  public Unpublished(long epoch) {
    this.epoch = epoch;
  }

  /**
   * What there was at one moment.
   *
   * @param objects those on their way
   * @param nextTableId this and later tables were not named yet
   * @param nextPackId this and later packs were not named yet
   */
  public record Moment(Set<StoredObject> objects, long nextTableId, long nextPackId) {

    /** Whether {@code object}, of this writer, was on its way or yet to be named. */
    public boolean isToCome(StoredObject object) {
      boolean isLater =
          switch (object.kind()) {
            case SST -> object.id() >= nextTableId;
            case SEGMENT -> object.id() >= nextPackId;
          };
      return isLater || objects.contains(object);
    }
  }

  /** Names a table that is about to be made. */
  public SstId newTable() {
    lock.lock();
    try {
      SstId id = new SstId(epoch, nextTableId++);
      objects.add(StoredObject.of(0, id));
      return id;
    } finally {
      lock.unlock();
    }
  }

  /** Names a pack that is about to be made. */
  public SegmentId newPack() {
    lock.lock();
    try {
      SegmentId id = new SegmentId(epoch, nextPackId++);
      objects.add(StoredObject.of(0, id));
      return id;
    } finally {
      lock.unlock();
    }
  }

  /** The objects are referred to, or given up: from now on references alone decide. */
  public void removeAll(Collection<StoredObject> gone) {
    lock.lock();
    try {
      objects.removeAll(gone);
    } finally {
      lock.unlock();
    }
  }

  /** The id that the next table will have. */
  public long nextTableId() {
    lock.lock();
    try {
      return nextTableId;
    } finally {
      lock.unlock();
    }
  }

  /**
   * What there is now. To be asked before the manifest that decides over the rest is looked at:
   * what is published in between is in that manifest.
   */
  public Moment now() {
    lock.lock();
    try {
      return new Moment(Set.copyOf(objects), nextTableId, nextPackId);
    } finally {
      lock.unlock();
    }
  }
}
