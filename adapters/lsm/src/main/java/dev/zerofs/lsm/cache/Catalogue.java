package dev.zerofs.lsm.cache;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are where, in memory: nothing here touches the disk, so its lock is held for
 * moments only. Safe for use by any number of threads.
 */
final class Catalogue {

  /** An entry and where it is. */
  record Kept(CacheKey key, Place place) {}

  private final ReentrantLock lock = new ReentrantLock();
  private SlabIndex index; // guarded by lock
  private final int entriesMax;
  private final Map<Origin, Integer> originNumbers = new HashMap<>(); // guarded by lock
  private final List<Origin> origins = new ArrayList<>(); // guarded by lock
  private final Deque<Slab> slabs = new ArrayDeque<>(); // oldest first; guarded by lock
  private long usedBytes; // guarded by lock
  private final Map<Path, Slab> lent = new HashMap<>(); // guarded by lock

  /** An empty catalogue of at most {@code entriesMax} entries. */
  Catalogue(int entriesMax) {
    this.entriesMax = entriesMax;
    this.index = new SlabIndex(entriesMax);
  }

  /** Where the entry of {@code key} is, which is thereby of use; or null. */
  @Nullable Place find(CacheKey key) {
    lock.lock();
    try {
      int entry = entryOf(key);
      if (entry < 0) {
        return null;
      }
      index.use(entry);
      return index.place(entry);
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is an entry of {@code key}. */
  boolean contains(CacheKey key) {
    lock.lock();
    try {
      return entryOf(key) >= 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds an entry unless there is one of the same key.
   *
   * @return false if there is no room for it, or its slab has been removed
   */
  boolean add(CacheKey key, Place place) {
    lock.lock();
    try {
      if (entryOf(key) >= 0) {
        return true;
      }
      if (index.isFull() || place.slab().isRemoved()) {
        return false;
      }
      int origin = originNumbers.computeIfAbsent(key.origin(), this::number);
      index.add(origin, key.id(), key.position(), place);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private Integer number(Origin origin) {
    origins.add(origin);
    return origins.size() - 1;
  }

  /** Adds an entry that is in a file of the journal; as {@link #add} otherwise. */
  boolean addLent(CacheKey key, Path file, int offset, int length, int crc) {
    lock.lock();
    try {
      Slab slab = lent.computeIfAbsent(file, _ -> new Slab(0, file, Slab.Kind.LENT, 0, 0));
      return add(key, new Place(slab, offset, length, crc));
    } finally {
      lock.unlock();
    }
  }

  /** The journal's file {@code file} if something in it is known, or null. */
  @Nullable Slab lent(Path file) {
    lock.lock();
    try {
      return lent.get(file);
    } finally {
      lock.unlock();
    }
  }

  /** The journal's files in which something is known. */
  List<Slab> allLent() {
    lock.lock();
    try {
      return List.copyOf(lent.values());
    } finally {
      lock.unlock();
    }
  }

  /** How many bytes of the journal's file {@code file} are of use. */
  long lentBytes(Path file) {
    lock.lock();
    try {
      Slab slab = lent.get(file);
      return slab == null ? 0 : slab.entryBytes();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what is in the journal's file {@code file}, which is about to be written to. */
  void takeBack(Path file) {
    lock.lock();
    try {
      Slab slab = lent.remove(file);
      if (slab != null) {
        index.removeAll(slab);
        slab.removed();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The journal's file is the newest slab from now on, under another name. */
  void take(Path file, long number, Path as, long fileBytes, long indexBytes) {
    lock.lock();
    try {
      Slab slab = lent.remove(file);
      if (slab != null) {
        slab.taken(number, as, fileBytes, indexBytes);
        begin(slab);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the entry of {@code key}, if there is one. */
  void forget(CacheKey key) {
    lock.lock();
    try {
      int entry = entryOf(key);
      if (entry >= 0) {
        index.hide(entry);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Adds a slab, newer than all others. */
  void begin(Slab slab) {
    lock.lock();
    try {
      slabs.addLast(slab);
      usedBytes += slab.sizeBytes();
    } finally {
      lock.unlock();
    }
  }

  /** Notes that {@code slab} has become larger. */
  void grow(Slab slab, long bytes) {
    lock.lock();
    try {
      if (!slab.isRemoved()) {
        slab.grow(bytes);
        usedBytes += bytes;
      }
    } finally {
      lock.unlock();
    }
  }

  /** The oldest slab, or null if there is none. */
  @Nullable Slab oldest() {
    lock.lock();
    try {
      return slabs.peekFirst();
    } finally {
      lock.unlock();
    }
  }

  /** All slabs, oldest first. */
  List<Slab> slabs() {
    lock.lock();
    try {
      return List.copyOf(slabs);
    } finally {
      lock.unlock();
    }
  }

  /** The entries of {@code slab} that were of use, in the order of their adding. */
  List<Kept> usedOf(Slab slab) {
    return entriesOf(slab, true);
  }

  /** All entries of {@code slab} that can be found, in the order of their adding. */
  List<Kept> entriesOf(Slab slab) {
    return entriesOf(slab, false);
  }

  private List<Kept> entriesOf(Slab slab, boolean onlyUsed) {
    lock.lock();
    try {
      List<Kept> found = new ArrayList<>();
      for (int entry = slab.lastEntry(); entry >= 0; entry = index.nextInSlab(entry)) {
        if ((index.isUsed(entry) || !onlyUsed) && index.isFindable(entry)) {
          Origin origin = origins.get(index.origin(entry));
          CacheKey key = new CacheKey(origin, index.id(entry), index.position(entry));
          found.add(new Kept(key, index.place(entry)));
        }
      }
      return found.reversed();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets {@code slab} and its entries. */
  void remove(Slab slab) {
    lock.lock();
    try {
      if (!slab.isRemoved() && slabs.remove(slab)) {
        index.removeAll(slab);
        usedBytes -= slab.sizeBytes();
        slab.removed();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The file of {@code slab} is not where it was. */
  void gone(Slab slab) {
    switch (slab.kind()) {
      case OWN, TAKEN -> remove(slab);
      case LENT -> takeBack(slab.path());
    }
  }

  /** Forgets everything. */
  void clear() {
    lock.lock();
    try {
      slabs.forEach(Slab::removed);
      slabs.clear();
      lent.values().forEach(Slab::removed);
      lent.clear();
      index = new SlabIndex(entriesMax);
      originNumbers.clear();
      origins.clear();
      usedBytes = 0;
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is no room for another entry. */
  boolean isFull() {
    lock.lock();
    try {
      return index.isFull();
    } finally {
      lock.unlock();
    }
  }

  /** What all slabs take. */
  long usedBytes() {
    lock.lock();
    try {
      return usedBytes;
    } finally {
      lock.unlock();
    }
  }

  /** How many entries there are. */
  int entryCount() {
    lock.lock();
    try {
      return index.count();
    } finally {
      lock.unlock();
    }
  }

  private int entryOf(CacheKey key) {
    Integer origin = originNumbers.get(key.origin());
    return origin == null ? -1 : index.find(origin, key.id(), key.position());
  }
}
