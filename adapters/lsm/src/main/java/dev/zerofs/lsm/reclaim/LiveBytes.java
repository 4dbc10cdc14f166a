package dev.zerofs.lsm.reclaim;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.sst.SegmentUse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How many bytes of each of this volume's segments some tables refer to. About eight bytes of
 * memory a segment: 50 MB for 100 TiB in segments of 16 MiB. For one thread.
 */
public final class LiveBytes {

  private static final int PAGE_SEGMENTS = 512;

  private record Page(long epoch, long index) {
    static Page of(SegmentId segment) {
      return new Page(segment.epoch(), segment.id() / PAGE_SEGMENTS);
    }
  }

  private final Map<Page, long[]> pages = new HashMap<>();

  /** Adds what one table says; what belongs to other volumes is left out. */
  public void add(SegmentUse use) {
    if (use.volumeIndex() == 0) {
      long[] page = pages.computeIfAbsent(Page.of(use.segment()), _ -> new long[PAGE_SEGMENTS]);
      page[slot(use.segment())] += use.storedBytes();
    }
  }

  /** What was added for {@code segment}. */
  public long of(SegmentId segment) {
    long[] page = pages.get(Page.of(segment));
    return page == null ? 0 : page[slot(segment)];
  }

  /** What was added for all segments together. */
  public long total() {
    return pages.values().stream().flatMapToLong(Arrays::stream).sum();
  }

  /** The epochs of which anything was added. */
  Set<Long> epochs() {
    Set<Long> epochs = new TreeSet<>();
    pages.keySet().forEach(page -> epochs.add(page.epoch()));
    return epochs;
  }

  private static int slot(SegmentId segment) {
    return (int) (segment.id() % PAGE_SEGMENTS);
  }
}
