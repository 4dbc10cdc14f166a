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
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A segment to which nothing more is added. It is encoded once, by the first upload that gets to
 * it; after that its bytes never change. One thread at a time works on it.
 */
public final class SealedSegment {

  /** A body's array may be longer by one such share. */
  private static final int UNUSED_SHARE = 8;

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

  /**
   * Every frame is written where it stays, behind room for the records, which are known last and
   * written right before the first frame.
   */
  private Bytes encode(FrameCodec codec, long incarnation) {
    int recordsMax = 0;
    int framesMax = 0;
    for (SegmentBatch batch : batches) {
      recordsMax = Math.addExact(recordsMax, RecordsWriter.lengthMax(batch));
      framesMax = Math.addExact(framesMax, framesLengthMax(batch));
    }
    int framesFrom = SegmentPrologue.LENGTH_BYTES + FrameCodec.storedLengthMax(recordsMax);
    byte[] object = new byte[Math.addExact(framesFrom, framesMax)];
    FrameRow frames = new FrameRow(codec, object, framesFrom);
    RecordsWriter records = new RecordsWriter(firstSequence, lastSequence);
    for (SegmentBatch batch : batches) {
      records.batch(batch, frames);
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
    int from = framesFrom - recordFrame.length() - SegmentPrologue.LENGTH_BYTES;
    prologue.toBytes().copyTo(object, from);
    recordFrame.copyTo(object, from + SegmentPrologue.LENGTH_BYTES);
    Bytes encoded = trimmed(Bytes.wrap(object, from, frames.end - from));
    frames.refer(encoded, framesFrom - from);
    return encoded;
  }

  private static int framesLengthMax(SegmentBatch batch) {
    int length = 0;
    for (KeyVersion point : batch.points()) {
      if (point.isLarge()) {
        length = Math.addExact(length, FrameCodec.storedLengthMax(point.value().length()));
      }
    }
    return length;
  }

  /** What was compressed well does not keep the room that it might have taken. */
  private static Bytes trimmed(Bytes body) {
    return body.array().length - body.length() > body.length() / UNUSED_SHARE
        ? Bytes.wrap(body.toByteArray())
        : body;
  }

  /** The frames of large values, one behind the other. */
  private final class FrameRow implements ToIntFunction<KeyVersion> {
    private final FrameCodec codec;
    private final byte[] object;
    private final List<Integer> lengths = new ArrayList<>();
    private int end;

    FrameRow(FrameCodec codec, byte[] object, int from) {
      this.codec = codec;
      this.object = object;
      this.end = from;
    }

    @Override
    public int applyAsInt(KeyVersion version) {
      int stored = codec.encode(((Value.Inline) version.value()).bytes(), object, end);
      end += stored;
      large.add(version);
      lengths.add(stored);
      return stored;
    }

    /**
     * Makes the references to them, the first of which is at {@code firstOffset} of {@code
     * encoded}. What was stored as it is need not be in memory twice.
     */
    void refer(Bytes encoded, int firstOffset) {
      int offset = firstOffset;
      for (int i = 0; i < lengths.size(); i++) {
        KeyVersion version = large.get(i);
        int length = version.value().length();
        references.add(new Value.Reference(new FrameRef(0, id, offset, lengths.get(i)), length));
        if (lengths.get(i) == FrameCodec.storedLengthMax(length)) {
          version.holdIn(encoded.slice(offset + FrameCodec.HEADER_BYTES, length));
        }
        offset += lengths.get(i);
      }
    }
  }
}
