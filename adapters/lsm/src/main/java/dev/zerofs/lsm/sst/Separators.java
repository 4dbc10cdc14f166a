package dev.zerofs.lsm.sst;

import dev.zerofs.lsm.block.BlockBuilder;
import dev.zerofs.ports.bytes.Bytes;
import java.util.Arrays;

/** Short keys between keys. */
final class Separators {

  private Separators() {}

  /** A short key that is not less than {@code last} and less than {@code next}. */
  static Bytes between(Bytes last, Bytes next) {
    int shared = BlockBuilder.sharedLength(last, next);
    if (shared + 1 >= last.length()) {
      return last;
    }
    // One more byte of the next key is above the last; it is below the next only if that goes on.
    return shared + 1 < next.length() ? next.slice(0, shared + 1) : last;
  }

  /** The least key greater than {@code key}. */
  static Bytes after(Bytes key) {
    byte[] successor = Arrays.copyOf(key.toByteArray(), key.length() + 1);
    return Bytes.wrap(successor);
  }
}
