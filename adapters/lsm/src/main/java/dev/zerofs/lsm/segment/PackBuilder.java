package dev.zerofs.lsm.segment;

import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Collects the frames of one pack, as they are stored elsewhere. For one thread. */
public final class PackBuilder {

  private record Moved(Bytes key, int valueLength, Bytes frame) {}

  private final List<Moved> values = new ArrayList<>();
  private long sizeBytes;

  /**
   * A finished pack.
   *
   * @param id its name
   * @param body the object
   * @param references to the values, in the order in which they were added
   */
  public record Pack(SegmentId id, Bytes body, List<Value.Reference> references) {

    /** Copies the list. */
    public Pack {
      references = List.copyOf(references);
    }
  }

  /** Adds the value of {@code key}, whose sound frame is {@code frame}. */
  public void add(Bytes key, int valueLength, Bytes frame) {
    values.add(new Moved(key, valueLength, frame));
    sizeBytes += frame.length() + key.length();
  }

  /** About how large the object would be. */
  public long sizeBytes() {
    return sizeBytes;
  }

  /** Whether nothing was added. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /**
   * The pack of everything added; the builder is empty again.
   *
   * @param sequence the newest batch at this time, for people
   */
  public Pack finish(SegmentId id, long incarnation, long sequence, FrameCodec codec) {
    RecordsWriter records = new RecordsWriter(sequence, sequence);
    records.packOf(values.size());
    values.forEach(
        value -> records.framed(value.key(), value.valueLength(), value.frame().length()));
    Bytes recordBytes = records.finish();
    Bytes recordFrame = codec.encode(recordBytes);
    SegmentPrologue prologue =
        new SegmentPrologue(
            id, incarnation, 0, sequence, sequence, recordFrame.length(), recordBytes.length());
    List<Value.Reference> references = new ArrayList<>(values.size());
    long offset = SegmentPrologue.LENGTH_BYTES + (long) recordFrame.length();
    for (Moved value : values) {
      FrameRef frame = new FrameRef(0, id, offset, value.frame().length());
      references.add(new Value.Reference(frame, value.valueLength()));
      offset = frame.endOffset();
    }
    Bytes body =
        SegmentBody.join(prologue, recordFrame, values.stream().map(Moved::frame).toList());
    values.clear();
    sizeBytes = 0;
    return new Pack(id, body, references);
  }
}
