package dev.zerofs.lsm.segment;

import dev.zerofs.lsm.entry.RangeTombstone;
import dev.zerofs.lsm.memtable.KeyVersion;
import java.util.List;

/**
 * What one batch contributes to a segment.
 *
 * @param sequence the batch
 * @param ranges what it deletes of earlier batches
 * @param points what it writes
 */
public record SegmentBatch(long sequence, List<RangeTombstone> ranges, List<KeyVersion> points) {

  /** Copies the lists. */
  public SegmentBatch {
    ranges = List.copyOf(ranges);
    points = List.copyOf(points);
  }
}
