package dev.zerofs.lsm.cache;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The entries of all slabs: a hash table in arrays of primitives, since there may be hundreds of
 * thousands. Guarded by the {@link Catalogue}'s lock.
 *
 * <p>An entry has a number for as long as its slab is there. It is in the chain of its hash bucket
 * while it can be found, and always in the chain of its slab.
 */
final class SlabIndex {

  /** What an entry takes, beside what its slab and its origin do. */
  static final int ENTRY_BYTES = 56;

  private static final int NONE = -1;
  private static final int FIRST_CAPACITY = 1024;

  private final int entriesMax;
  private int[] buckets = filled(2 * FIRST_CAPACITY);
  private int[] nextInBucket = new int[FIRST_CAPACITY];
  private int[] nextInSlab = new int[FIRST_CAPACITY];
  private int[] origins = new int[FIRST_CAPACITY];
  private long[] ids = new long[FIRST_CAPACITY];
  private long[] positions = new long[FIRST_CAPACITY];
  private @Nullable Slab[] slabs = new @Nullable Slab[FIRST_CAPACITY];
  private int[] offsets = new int[FIRST_CAPACITY];
  private int[] lengths = new int[FIRST_CAPACITY];
  private int[] crcs = new int[FIRST_CAPACITY];
  private final BitSet used = new BitSet();
  private int usedCount;
  private int neverUsed;
  private int firstFree = NONE;

  SlabIndex(int entriesMax) {
    this.entriesMax = entriesMax;
  }

  /** How many entries there are. */
  int count() {
    return usedCount;
  }

  /** Whether there is no room for another entry. */
  boolean isFull() {
    return usedCount >= entriesMax;
  }

  /** The entry of this key, or -1. */
  int find(int origin, long id, long position) {
    int entry = buckets[bucketOf(origin, id, position)];
    while (entry != NONE
        && (ids[entry] != id || positions[entry] != position || origins[entry] != origin)) {
      entry = nextInBucket[entry];
    }
    return entry;
  }

  /** Where the bytes of {@code entry} are. */
  Place place(int entry) {
    Slab slab = slabs[entry];
    if (slab == null) {
      throw new IllegalStateException("entry " + entry + " is free");
    }
    return new Place(slab, offsets[entry], lengths[entry], crcs[entry]);
  }

  int origin(int entry) {
    return origins[entry];
  }

  long id(int entry) {
    return ids[entry];
  }

  long position(int entry) {
    return positions[entry];
  }

  /** Remembers that {@code entry} was of use. */
  void use(int entry) {
    used.set(entry);
  }

  boolean isUsed(int entry) {
    return used.get(entry);
  }

  /** The entry of the same slab after {@code entry}, or -1. */
  int nextInSlab(int entry) {
    return nextInSlab[entry];
  }

  /** Adds an entry, of a key that is not there; the index must not be full. */
  void add(int origin, long id, long position, Place place) {
    int entry = allocate();
    origins[entry] = origin;
    ids[entry] = id;
    positions[entry] = position;
    slabs[entry] = place.slab();
    offsets[entry] = place.offset();
    lengths[entry] = place.length();
    crcs[entry] = place.crc();
    used.clear(entry);
    nextInSlab[entry] = place.slab().lastEntry();
    place.slab().added(entry, place.length());
    int bucket = bucketOf(origin, id, position);
    nextInBucket[entry] = buckets[bucket];
    buckets[bucket] = entry;
    usedCount++;
  }

  /** Has {@code entry} not be found any more. */
  void hide(int entry) {
    int bucket = bucketOf(origins[entry], ids[entry], positions[entry]);
    int at = buckets[bucket];
    if (at == entry) {
      buckets[bucket] = nextInBucket[entry];
      return;
    }
    while (at != NONE) {
      if (nextInBucket[at] == entry) {
        nextInBucket[at] = nextInBucket[entry];
        return;
      }
      at = nextInBucket[at];
    }
  }

  /** Whether {@code entry} can be found. */
  boolean isFindable(int entry) {
    return find(origins[entry], ids[entry], positions[entry]) == entry;
  }

  /** Removes all entries of {@code slab}. */
  void removeAll(Slab slab) {
    int entry = slab.lastEntry();
    while (entry != NONE) {
      int next = nextInSlab[entry];
      hide(entry);
      slabs[entry] = null;
      nextInSlab[entry] = firstFree;
      firstFree = entry;
      usedCount--;
      entry = next;
    }
    slab.emptied();
  }

  private int allocate() {
    if (isFull()) {
      throw new IllegalStateException("the index is full");
    }
    if (firstFree != NONE) {
      int entry = firstFree;
      firstFree = nextInSlab[entry];
      return entry;
    }
    if (neverUsed == ids.length) {
      grow();
    }
    return neverUsed++;
  }

  private void grow() {
    int capacity = (int) Math.min(entriesMax, 2L * ids.length);
    nextInBucket = Arrays.copyOf(nextInBucket, capacity);
    nextInSlab = Arrays.copyOf(nextInSlab, capacity);
    origins = Arrays.copyOf(origins, capacity);
    ids = Arrays.copyOf(ids, capacity);
    positions = Arrays.copyOf(positions, capacity);
    slabs = Arrays.copyOf(slabs, capacity);
    offsets = Arrays.copyOf(offsets, capacity);
    lengths = Arrays.copyOf(lengths, capacity);
    crcs = Arrays.copyOf(crcs, capacity);
    rehash(Integer.highestOneBit(capacity) * 2);
  }

  /** Entries that are hidden stay so. */
  private void rehash(int bucketCount) {
    int[] before = buckets;
    int[] chain = nextInBucket.clone();
    buckets = filled(bucketCount);
    for (int first : before) {
      for (int entry = first; entry != NONE; entry = chain[entry]) {
        int bucket = bucketOf(origins[entry], ids[entry], positions[entry]);
        nextInBucket[entry] = buckets[bucket];
        buckets[bucket] = entry;
      }
    }
  }

  private int bucketOf(int origin, long id, long position) {
    long mixed = (id * 0x9e3779b97f4a7c15L) ^ (position * 0xc2b2ae3d27d4eb4fL) ^ origin;
    mixed ^= mixed >>> 32;
    mixed *= 0xd6e8feb86659fd93L;
    return (int) (mixed >>> 32) & (buckets.length - 1);
  }

  private static int[] filled(int length) {
    int[] array = new int[length];
    Arrays.fill(array, NONE);
    return array;
  }
}
