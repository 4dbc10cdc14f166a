package dev.zerofs.lsm.inspect;

import dev.zerofs.lsm.entry.SegmentId;
import java.util.Arrays;

/**
 * Every log segment that was listed, with sums: in arrays, since there may be millions. Segments
 * are added in ascending order of volume, epoch and id. For one thread.
 */
final class SegmentTable {

  private static final int FIRST_CAPACITY = 1 << 10;

  private int[] volumes = new int[FIRST_CAPACITY];
  private long[] epochs = new long[FIRST_CAPACITY];
  private long[] ids = new long[FIRST_CAPACITY];
  private long[] sizes = new long[FIRST_CAPACITY];
  private long[] liveBytes = new long[FIRST_CAPACITY];
  private boolean[] pinned = new boolean[FIRST_CAPACITY];
  private int count;

  void add(int volumeIndex, SegmentId segment, long sizeBytes) {
    if (count == ids.length) {
      grow(2 * count);
    }
    volumes[count] = volumeIndex;
    epochs[count] = segment.epoch();
    ids[count] = segment.id();
    sizes[count] = sizeBytes;
    count++;
  }

  private void grow(int capacity) {
    volumes = Arrays.copyOf(volumes, capacity);
    epochs = Arrays.copyOf(epochs, capacity);
    ids = Arrays.copyOf(ids, capacity);
    sizes = Arrays.copyOf(sizes, capacity);
    liveBytes = Arrays.copyOf(liveBytes, capacity);
    pinned = Arrays.copyOf(pinned, capacity);
  }

  int count() {
    return count;
  }

  /** The place of a segment, or a negative number if it was not listed. */
  int find(int volumeIndex, SegmentId segment) {
    int at = firstNotBefore(volumeIndex, segment);
    boolean found =
        at < count
            && volumes[at] == volumeIndex
            && epochs[at] == segment.epoch()
            && ids[at] == segment.id();
    return found ? at : -1;
  }

  /** The place of the first segment that does not come before this one. */
  int firstNotBefore(int volumeIndex, SegmentId segment) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBefore(middle, volumeIndex, segment)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean isBefore(int at, int volumeIndex, SegmentId segment) {
    if (volumes[at] != volumeIndex) {
      return volumes[at] < volumeIndex;
    }
    return epochs[at] != segment.epoch() ? epochs[at] < segment.epoch() : ids[at] < segment.id();
  }

  int volumeIndex(int at) {
    return volumes[at];
  }

  SegmentId segment(int at) {
    return new SegmentId(epochs[at], ids[at]);
  }

  long sizeBytes(int at) {
    return sizes[at];
  }

  void addLive(int at, long bytes) {
    liveBytes[at] += bytes;
  }

  /** Remembers that a checkpoint refers to the segment. */
  void pin(int at) {
    pinned[at] = true;
  }

  boolean isPinned(int at) {
    return pinned[at];
  }

  long liveBytes(int at) {
    return liveBytes[at];
  }
}
