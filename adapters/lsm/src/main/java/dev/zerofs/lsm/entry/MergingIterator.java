package dev.zerofs.lsm.entry;

import dev.zerofs.ports.bytes.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several walks as one, in {@link InternalEntry#ORDER}. Among equal entries that of the earlier
 * source comes first.
 */
public final class MergingIterator implements EntryIterator {

  private final EntryIterator[] sources;

  /** A binary heap of the sources that are not at their end, by what they stand before. */
  private final int[] heap;

  private int heapSize;
  private boolean built;

  /** A walk over {@code sources}, which are its own from now on. */
  public MergingIterator(List<? extends EntryIterator> sources) {
    this.sources = sources.toArray(EntryIterator[]::new);
    heap = new int[sources.size()];
  }

  @Override
  public @Nullable InternalEntry peek() {
    build();
    return heapSize == 0 ? null : sources[heap[0]].peek();
  }

  @Override
  public @Nullable InternalEntry next() {
    build();
    if (heapSize == 0) {
      return null;
    }
    InternalEntry next = sources[heap[0]].next();
    fixTop();
    return next;
  }

  @Override
  public void seek(Bytes from) {
    for (EntryIterator source : sources) {
      source.seek(from);
    }
    built = false;
  }

  /**
   * The index of the source whose entry {@link #peek} shows.
   *
   * @throws IllegalStateException if all sources are at their end
   */
  public int topSource() {
    build();
    if (heapSize == 0) {
      throw new IllegalStateException("at the end");
    }
    return heap[0];
  }

  /** Moves the source whose entry {@link #peek} shows, and no other, on to {@code key}. */
  public void seekTop(Bytes key) {
    sources[topSource()].seek(key);
    fixTop();
  }

  private void build() {
    if (built) {
      return;
    }
    built = true;
    heapSize = 0;
    for (int i = 0; i < sources.length; i++) {
      if (sources[i].peek() != null) {
        heap[heapSize++] = i;
      }
    }
    for (int i = heapSize / 2 - 1; i >= 0; i--) {
      siftDown(i);
    }
  }

  /** Restores the heap after its top source has moved. */
  private void fixTop() {
    if (sources[heap[0]].peek() == null) {
      heap[0] = heap[--heapSize];
    }
    siftDown(0);
  }

  private void siftDown(int start) {
    int parent = start;
    while (true) {
      int child = 2 * parent + 1;
      if (child >= heapSize) {
        return;
      }
      if (child + 1 < heapSize && isBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isBefore(heap[child], heap[parent])) {
        return;
      }
      int moved = heap[parent];
      heap[parent] = heap[child];
      heap[child] = moved;
      parent = child;
    }
  }

  private boolean isBefore(int a, int b) {
    InternalEntry entryA = sources[a].peek();
    InternalEntry entryB = sources[b].peek();
    if (entryA == null || entryB == null) {
      return entryB == null && entryA != null;
    }
    int order = InternalEntry.ORDER.compare(entryA, entryB);
    return order < 0 || (order == 0 && a < b);
  }
}
