package dev.zerofs.lsm.segment;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log of a volume as it lies in the store. One request per call unless stated; failures are the
 * store's. Safe for use by any number of threads.
 */
public final class SegmentLog {

  /** Enough for the records of nearly every segment, and of all small ones wholly. */
  private static final int FIRST_READ_BYTES = 64 << 10;

  private static final int PAGE = 1000;

  private final ObjectStore store;
  private final ObjectNames names;
  private final FrameCodec codec;

  /** The log under {@code names}. */
  public SegmentLog(ObjectStore store, ObjectNames names, FrameCodec codec) {
    this.store = store;
    this.names = names;
    this.codec = codec;
  }

  /** The name of {@code segment}'s object. */
  public ObjectKey key(SegmentId segment) {
    return names.segment(segment);
  }

  /** Creates {@code segment}'s object. */
  public void create(SegmentId segment, Bytes body) {
    store.putIfAbsent(key(segment), body);
  }

  /** Whether there is an object under the name of {@code segment}. */
  public boolean exists(SegmentId segment) {
    return store.head(key(segment)) != null;
  }

  /**
   * Who made the object under the name of {@code segment}: its batches are left out.
   *
   * @return null if there is none
   */
  public @Nullable LoggedSegment owner(SegmentId segment) {
    try {
      Bytes start = store.get(key(segment), 0, SegmentPrologue.LENGTH_BYTES);
      SegmentPrologue prologue = SegmentPrologue.decode(start, segment, key(segment));
      return new LoggedSegment(
          prologue.incarnation(), prologue.fencedBy(), prologue.lastSequence(), List.of());
    } catch (ObjectStoreException.NotFound _) {
      return null;
    }
  }

  /**
   * The records of {@code segment}, in one request or, if there are many, two.
   *
   * @return null if there is no such object
   */
  public @Nullable LoggedSegment read(SegmentId segment) {
    ObjectKey key = key(segment);
    try {
      Bytes start = store.get(key, 0, FIRST_READ_BYTES);
      SegmentPrologue prologue = SegmentPrologue.decode(start, segment, key);
      if (prologue.isFence()) {
        return new LoggedSegment(prologue.incarnation(), prologue.fencedBy(), 0, List.of());
      }
      int from = SegmentPrologue.LENGTH_BYTES;
      int length = prologue.recordsStored();
      Bytes frame =
          start.length() - from >= length
              ? start.slice(from, length)
              : store.get(key, from, length);
      Bytes records = codec.decodeExactly(frame, prologue.recordsLength(), key);
      return LoggedSegment.decode(prologue, records, key);
    } catch (ObjectStoreException.NotFound _) {
      return null;
    }
  }

  /**
   * How far a log goes.
   *
   * @param endId the first id that has no segment of the log
   * @param isFenced whether a fence lies there; else nothing did
   */
  public record Extent(long endId, boolean isFenced) {}

  /**
   * How far the log of {@code epoch} goes from {@code fromId} on; a page of a listing per thousand
   * segments. Behind a fence there may be segments, which were never part of the log.
   */
  public Extent extent(long epoch, long fromId) {
    long next = fromId;
    ObjectKey after = fromId == 0 ? null : key(new SegmentId(epoch, fromId - 1));
    while (true) {
      ObjectPage page = store.list(names.segmentPrefix(epoch), after, PAGE);
      for (ObjectSummary object : page.objects()) {
        if (ObjectNames.lastNumber(object.key()) != next) {
          return new Extent(next, false);
        }
        // Nothing else is as short: a segment has records.
        if (object.sizeBytes() == SegmentPrologue.LENGTH_BYTES) {
          return new Extent(next, true);
        }
        next++;
        after = object.key();
      }
      if (!page.more()) {
        return new Extent(next, false);
      }
    }
  }
}
