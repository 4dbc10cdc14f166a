package dev.zerofs.lsm.segment;

import dev.zerofs.lsm.entry.RangeTombstone;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.memtable.KeyVersion;
import dev.zerofs.lsm.memtable.Memtable;
import java.util.ArrayList;
import java.util.List;

/** The segment that batches are being added to. Guarded by the commit lock. */
public final class OpenSegment {

  /** About what a change takes in a segment beside key and value. */
  private static final int POINT_OVERHEAD_BYTES = 8;

  /** About what a reference takes in a segment. */
  private static final int REFERENCE_BYTES = 24;

  private final SegmentId id;
  private final List<SegmentBatch> batches = new ArrayList<>();
  private long sizeBytes;
  private long openedNanos;

  /** An empty segment. */
  public OpenSegment(SegmentId id) {
    this.id = id;
  }

  /** The name it will have. */
  public SegmentId id() {
    return id;
  }

  /** Adds a batch. */
  public void add(SegmentBatch batch, long nowNanos) {
    if (batches.isEmpty()) {
      openedNanos = nowNanos;
    }
    batches.add(batch);
    sizeBytes += sizeOf(batch);
  }

  /**
   * Leaves {@code version}, which {@code newer} replaces, out of this segment if it is in it.
   *
   * @return how many bytes of memory that saves
   */
  public long drop(KeyVersion version, KeyVersion newer) {
    if (batches.isEmpty() || version.sequence() < batches.getFirst().sequence()) {
      return 0;
    }
    long saved = version.isLarge() ? sizeOf(version) : 0;
    version.supersede(newer.sequence());
    sizeBytes -= saved;
    return saved;
  }

  /** Whether no batch was added. */
  public boolean isEmpty() {
    return batches.isEmpty();
  }

  /** About how many bytes the segment will have if nothing can be compressed. */
  public long sizeBytes() {
    return sizeBytes;
  }

  /** When its first batch came, on the monotonic clock. */
  public long openedNanos() {
    return openedNanos;
  }

  /** Its oldest batch, or the greatest number if there is none. */
  public long firstSequence() {
    return batches.isEmpty() ? Long.MAX_VALUE : batches.getFirst().sequence();
  }

  /**
   * Ends it.
   *
   * @param memtable where its versions are
   * @param partBytes about how large an object should be: a larger segment is cut between batches,
   *     but never between a large value that was let go and the one that replaced it
   * @return segments with consecutive ids
   */
  public List<SealedSegment> seal(Memtable memtable, long partBytes) {
    List<SealedSegment> parts = new ArrayList<>();
    int from = 0;
    long bytes = 0;
    long barrier = 0;
    for (int i = 0; i < batches.size(); i++) {
      bytes += sizeOf(batches.get(i));
      barrier = Math.max(barrier, largeSupersededBy(batches.get(i)));
      boolean last = i == batches.size() - 1;
      if (last || (bytes >= partBytes && barrier <= batches.get(i).sequence())) {
        SegmentId partId = new SegmentId(id.epoch(), id.id() + parts.size());
        List<SegmentBatch> part = batches.subList(from, i + 1);
        parts.add(new SealedSegment(partId, part, memtable, bytes, openedNanos));
        from = i + 1;
        bytes = 0;
      }
    }
    return parts;
  }

  private static long largeSupersededBy(SegmentBatch batch) {
    long newest = 0;
    for (KeyVersion point : batch.points()) {
      if (point.isReleased()) {
        newest = Math.max(newest, point.supersededBy());
      }
    }
    return newest;
  }

  private static long sizeOf(SegmentBatch batch) {
    long bytes = 0;
    for (RangeTombstone range : batch.ranges()) {
      bytes += range.from().length() + range.to().length() + 2L;
    }
    for (KeyVersion point : batch.points()) {
      bytes += point.isReleased() ? 0 : sizeOf(point);
    }
    return bytes;
  }

  /** About what {@code version} takes in a segment. */
  public static long sizeOf(KeyVersion version) {
    Value value = version.value();
    int length = value instanceof Value.Reference ? REFERENCE_BYTES : value.length();
    return POINT_OVERHEAD_BYTES + version.key().length() + (long) length;
  }
}
