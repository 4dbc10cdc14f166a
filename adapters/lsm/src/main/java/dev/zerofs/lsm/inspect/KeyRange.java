package dev.zerofs.lsm.inspect;

import dev.zerofs.ports.bytes.Bytes;
import java.util.Arrays;

/**
 * A stretch of keys.
 *
 * @param from the first key
 * @param to the first key after it
 */
public record KeyRange(Bytes from, Bytes to) {

  /** The stretch of one key. */
  public static KeyRange of(Bytes key) {
    return new KeyRange(key, Bytes.wrap(Arrays.copyOf(key.toByteArray(), key.length() + 1)));
  }

  /** Whether no key can be in it. */
  public boolean isEmpty() {
    return from.compareTo(to) >= 0;
  }
}
