package dev.zerofs.lsm.entry;

/**
 * Where a large value lies: a frame inside a log segment.
 *
 * @param volumeIndex which volume of the manifest's volume table the segment belongs to; 0 is this
 *     volume itself
 * @param segment the segment
 * @param offset where in the segment the frame begins, in bytes
 * @param storedLength how many bytes the whole frame takes, its header included
 */
public record FrameRef(int volumeIndex, SegmentId segment, long offset, int storedLength) {

  /** Checks the signs. */
  public FrameRef {
    if (volumeIndex < 0 || offset < 0 || storedLength <= 0) {
      throw new IllegalArgumentException(
          "frame of volume " + volumeIndex + " at " + offset + "+" + storedLength);
    }
  }

  /** The offset of the first byte after the frame. */
  public long endOffset() {
    return offset + storedLength;
  }
}
