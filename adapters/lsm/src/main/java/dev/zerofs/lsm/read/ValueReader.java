package dev.zerofs.lsm.read;

import dev.zerofs.lsm.entry.Value;
import dev.zerofs.lsm.fetch.FrameAddress;
import dev.zerofs.lsm.fetch.FrameReader;
import dev.zerofs.lsm.frame.FrameSource;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns what entries say into values. Safe for use by any number of threads. */
public final class ValueReader {

  private final FrameSource memory;
  private final FrameReader frames;
  private final ReadAhead ahead;

  /** A reader of values that never reads ahead. */
  public ValueReader(FrameSource memory, FrameReader frames) {
    this(memory, frames, ReadAhead.NONE);
  }

  /**
   * A reader of values.
   *
   * @param memory asked first
   * @param frames asked for what is not there
   * @param ahead runs what nobody waits for
   */
  public ValueReader(FrameSource memory, FrameReader frames, ReadAhead ahead) {
    this.memory = memory;
    this.frames = frames;
    this.ahead = ahead;
  }

  /**
   * The bytes of {@code value}.
   *
   * @throws IllegalArgumentException if it is a deletion
   * @throws KeyValueException.Corrupt if they are damaged or missing
   * @throws KeyValueException.Unavailable if the store does not answer in time
   */
  public Bytes read(Value value) {
    Bytes atHand = atHand(value);
    if (atHand != null) {
      return atHand;
    }
    Value.Reference reference = (Value.Reference) value;
    return checked(reference, frames.read(FrameAddress.of(reference.frame())));
  }

  /** The bytes of {@code values}, in their order, fetched together. */
  public List<Bytes> readAll(List<Value> values) {
    List<@Nullable Bytes> found = new ArrayList<>(values.size());
    List<FrameAddress> missing = new ArrayList<>();
    for (Value value : values) {
      Bytes atHand = atHand(value);
      found.add(atHand);
      if (atHand == null && value instanceof Value.Reference reference) {
        missing.add(FrameAddress.of(reference.frame()));
      }
    }
    Iterator<Bytes> fetched = frames.readAll(missing).iterator();
    List<Bytes> all = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      Bytes atHand = found.get(i);
      all.add(atHand != null ? atHand : checked((Value.Reference) values.get(i), fetched.next()));
    }
    return all;
  }

  /**
   * Has values be at hand soon. Returns at once.
   *
   * @param wanted tells which, by way of the store: not called in this thread
   */
  public void readAhead(Supplier<List<Value>> wanted) {
    if (frames.readsAhead()) {
      ahead.run(() -> frames.readAhead(farAway(wanted.get())));
    }
  }

  private List<FrameAddress> farAway(List<Value> values) {
    List<FrameAddress> addresses = new ArrayList<>(values.size());
    for (Value value : values) {
      if (value instanceof Value.Reference reference && memory.find(reference) == null) {
        addresses.add(FrameAddress.of(reference.frame()));
      }
    }
    return addresses;
  }

  private @Nullable Bytes atHand(Value value) {
    return switch (value) {
      case Value.Inline(Bytes bytes) -> bytes;
      case Value.Reference reference -> memory.find(reference);
      case Value.Tombstone _ -> throw new IllegalArgumentException("a deletion has no value");
    };
  }

  private Bytes checked(Value.Reference reference, Bytes content) {
    if (content.length() != reference.length()) {
      FrameAddress address = FrameAddress.of(reference.frame());
      throw new KeyValueException.Corrupt(
          "%s is corrupt at byte %d: a value of %d bytes, expected %d"
              .formatted(
                  frames.nameOf(address.object()),
                  address.offset(),
                  content.length(),
                  reference.length()),
          null);
    }
    return content;
  }
}
