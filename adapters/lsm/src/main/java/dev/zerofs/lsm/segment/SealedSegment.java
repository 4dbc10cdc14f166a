package dev.zerofs.lsm.segment;

import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.memtable.KeyVersion;
import dev.zerofs.lsm.memtable.Memtable;
import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A segment to which nothing more is added. It is encoded once, by the first upload that gets to
 * it; after that its bytes never change. One thread at a time works on it.
 */
public final class SealedSegment {

  private final SegmentId id;
  private final List<SegmentBatch> batches;
  private final Memtable memtable;
  private final long rawBytes;
  private final long openedNanos;
  private final long firstSequence;
  private final long lastSequence;
  private @Nullable Bytes body;
  private final List<KeyVersion> large = new ArrayList<>();
  private final List<Value.Reference> references = new ArrayList<>();

  SealedSegment(
      SegmentId id,
      List<SegmentBatch> batches,
      Memtable memtable,
      long rawBytes,
      long openedNanos) {
    this.id = id;
    this.batches = List.copyOf(batches);
    this.memtable = memtable;
    this.rawBytes = rawBytes;
    this.openedNanos = openedNanos;
    this.firstSequence = batches.getFirst().sequence();
    this.lastSequence = batches.getLast().sequence();
  }

  /** Its name. */
  public SegmentId id() {
    return id;
  }

  /** The memtable that has its versions. */
  public Memtable memtable() {
    return memtable;
  }

  /** What it was counted with while it was open. */
  public long rawBytes() {
    return rawBytes;
  }

  /** When its oldest batch came, on the monotonic clock. */
  public long openedNanos() {
    return openedNanos;
  }

  /** Its newest batch. */
  public long lastSequence() {
    return lastSequence;
  }

  /** The object, encoded at the first call. */
  public Bytes body(FrameCodec codec, long incarnation) {
    Bytes encoded = body;
    if (encoded == null) {
      encoded = encode(codec, incarnation);
      body = encoded;
    }
    return encoded;
  }

  /** A large value of a segment. */
  @FunctionalInterface
  public interface LargeValues {

    /** The batch {@code sequence} gave {@code key} the value that is at {@code frame}. */
    void value(long sequence, Bytes key, Bytes value, FrameRef frame);
  }

  /** Tells of every large value of the encoded object, before they are let go. */
  public void forEachLarge(LargeValues visitor) {
    for (int i = 0; i < large.size(); i++) {
      KeyVersion version = large.get(i);
      Value.Reference reference = references.get(i);
      if (version.value() instanceof Value.Inline(Bytes bytes)) {
        visitor.value(version.sequence(), version.key(), bytes, reference.frame());
      }
    }
  }

  /** Lets the memtable refer to the uploaded object instead of holding its large values. */
  public void releaseValues() {
    for (int i = 0; i < large.size(); i++) {
      large.get(i).moveTo(references.get(i));
    }
    body = null;
  }

  private Bytes encode(FrameCodec codec, long incarnation) {
    List<Bytes> frames = new ArrayList<>();
    RecordsWriter records = new RecordsWriter(firstSequence, lastSequence);
    for (SegmentBatch batch : batches) {
      records.batch(batch, version -> frameOf(version, codec, frames));
    }
    Bytes recordBytes = records.finish();
    Bytes recordFrame = codec.encode(recordBytes);
    var prologue =
        new SegmentPrologue(
            id,
            incarnation,
            0,
            firstSequence,
            lastSequence,
            recordFrame.length(),
            recordBytes.length());
    refer(frames, SegmentPrologue.LENGTH_BYTES + (long) recordFrame.length());
    return SegmentBody.join(prologue, recordFrame, frames);
  }

  private int frameOf(KeyVersion version, FrameCodec codec, List<Bytes> frames) {
    Bytes frame = codec.encode(((Value.Inline) version.value()).bytes());
    frames.add(frame);
    large.add(version);
    return frame.length();
  }

  private void refer(List<Bytes> frames, long firstOffset) {
    long offset = firstOffset;
    for (int i = 0; i < frames.size(); i++) {
      int stored = frames.get(i).length();
      FrameRef frame = new FrameRef(0, id, offset, stored);
      references.add(new Value.Reference(frame, large.get(i).value().length()));
      offset += stored;
    }
  }
}
