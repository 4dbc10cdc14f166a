package dev.zerofs.lsm.codec;

import dev.zerofs.ports.codec.BlockCodec;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every codec that can be read, and the one to write with. Safe for use by any number of threads.
 */
public final class Codecs {

  private final Map<Integer, BlockCodec> byId = new HashMap<>();
  private final @Nullable BlockCodec writing;

  /**
   * A set of codecs.
   *
   * @param known all there are
   * @param writing the one to compress with, or null to store everything as it is
   * @throws IllegalArgumentException if two have one id
   */
  public Codecs(Collection<BlockCodec> known, @Nullable BlockCodec writing) {
    for (BlockCodec codec : known) {
      BlockCodec other = byId.put(codec.id(), codec);
      if (codec.id() < 1 || codec.id() > 255 || other != null) {
        throw new IllegalArgumentException(
            "codec id " + codec.id() + " of " + codec.name() + " is taken or not 1 to 255");
      }
    }
    if (writing != null && !known.contains(writing)) {
      throw new IllegalArgumentException(writing.name() + " is not among the known codecs");
    }
    this.writing = writing;
  }

  /** The codec of {@code id}, or null if this process has none. */
  public @Nullable BlockCodec find(int id) {
    return byId.get(id);
  }

  /** The codec to compress with, or null for none. */
  public @Nullable BlockCodec writing() {
    return writing;
  }
}
