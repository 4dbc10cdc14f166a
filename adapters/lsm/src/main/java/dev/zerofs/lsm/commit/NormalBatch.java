package dev.zerofs.lsm.commit;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.WriteBatch;
import dev.zerofs.ports.keyvalue.WriteBatch.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A batch whose order no longer matters: the ranges delete what earlier batches wrote, the points
 * are what is there afterwards, at most one per key.
 *
 * @param ranges the range deletes
 * @param points puts and deletes
 * @param sizeBytes about how many bytes of memory and log it takes
 */
public record NormalBatch(List<Change.DeleteRange> ranges, List<Change> points, long sizeBytes) {

  /** Copies the lists. */
  public NormalBatch {
    ranges = List.copyOf(ranges);
    points = List.copyOf(points);
  }

  /** What {@code batch} comes to. */
  public static NormalBatch of(WriteBatch batch) {
    if (batch.changes().size() == 1) {
      return ofOne(batch.changes().getFirst(), batch.sizeBytes());
    }
    Map<Bytes, Change> points = LinkedHashMap.newLinkedHashMap(batch.changes().size());
    List<Change.DeleteRange> ranges = new ArrayList<>(0);
    for (Change change : batch.changes()) {
      switch (change) {
        case Change.Put put -> points.put(put.key(), put);
        case Change.Delete delete -> points.put(delete.key(), delete);
        case Change.DeleteRange range -> {
          points.keySet().removeIf(key -> covers(range, key));
          ranges.add(range);
        }
      }
    }
    return new NormalBatch(ranges, List.copyOf(points.values()), batch.sizeBytes());
  }

  private static NormalBatch ofOne(Change change, long sizeBytes) {
    return change instanceof Change.DeleteRange range
        ? new NormalBatch(List.of(range), List.of(), sizeBytes)
        : new NormalBatch(List.of(), List.of(change), sizeBytes);
  }

  /** The same changes as a batch that can be applied again. */
  public WriteBatch toWriteBatch() {
    WriteBatch batch = new WriteBatch();
    ranges.forEach(range -> batch.deleteRange(range.from(), range.to()));
    for (Change point : points) {
      switch (point) {
        case Change.Put(Bytes key, Bytes value, int offset, int length) ->
            batch.put(key, value, offset, length);
        case Change.Delete(Bytes key) -> batch.delete(key);
        case Change.DeleteRange range -> throw new IllegalStateException("not a point " + range);
      }
    }
    return batch;
  }

  private static boolean covers(Change.DeleteRange range, Bytes key) {
    return range.from().compareTo(key) <= 0 && key.compareTo(range.to()) < 0;
  }
}
