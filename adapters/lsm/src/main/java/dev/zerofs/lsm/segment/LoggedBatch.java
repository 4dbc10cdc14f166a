package dev.zerofs.lsm.segment;

import dev.zerofs.lsm.entry.RangeTombstone;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.ports.bytes.Bytes;
import java.util.List;

/**
 * A batch as replay finds it in a segment.
 *
 * @param sequence its position
 * @param ranges what it deletes of earlier batches
 * @param points what it writes
 */
public record LoggedBatch(long sequence, List<RangeTombstone> ranges, List<Point> points) {

  /**
   * One change.
   *
   * @param key the key
   * @param value what was written; large ones are references
   */
  public record Point(Bytes key, Value value) {}

  /** Copies the lists. */
  public LoggedBatch {
    ranges = List.copyOf(ranges);
    points = List.copyOf(points);
  }
}
