package dev.zerofs.lsm.fetch;

import dev.zerofs.lsm.entry.FrameRef;
import dev.zerofs.lsm.layout.StoredObject;

/**
 * A frame inside an object.
 *
 * @param object the object
 * @param offset of the frame's first byte
 * @param storedLength its whole length in bytes
 */
public record FrameAddress(StoredObject object, long offset, int storedLength) {

  /** The address of a large value. */
  public static FrameAddress of(FrameRef frame) {
    StoredObject segment = StoredObject.of(frame.volumeIndex(), frame.segment());
    return new FrameAddress(segment, frame.offset(), frame.storedLength());
  }

  Span span() {
    return new Span(object, offset, storedLength);
  }
}
