package dev.zerofs.ports.codec;

import dev.zerofs.ports.bytes.Bytes;

/**
 * A way to make blocks smaller. What was compressed under an {@link #id} must be decompressible for
 * ever by the codec of that id. Safe for use by any number of threads.
 */
public interface BlockCodec {

  /** The id of "stored as it is", which needs no codec. */
  int STORED = 0;

  /** The number that stands in formats for this codec: 1 to 255, unique. 1 is zstd. */
  int id();

  /** The name used in configuration, such as {@code zstd}. */
  String name();

  /**
   * Compresses {@code source} into {@code target} from {@code targetOffset} on.
   *
   * @return the number of bytes written, or -1 if more than {@code targetLengthMax} would be
   */
  int compress(Bytes source, byte[] target, int targetOffset, int targetLengthMax);

  /**
   * Restores a block.
   *
   * @param compressed what {@link #compress} made
   * @param lengthBytes the exact length of the original, checked by the caller against its limits
   * @throws IllegalArgumentException if {@code compressed} is damaged or of another length
   */
  Bytes decompress(Bytes compressed, int lengthBytes);
}
