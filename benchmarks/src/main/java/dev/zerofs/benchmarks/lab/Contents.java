package dev.zerofs.benchmarks.lab;

import dev.zerofs.ports.bytes.Bytes;
import java.util.SplittableRandom;

/** Contents that do not compress and follow from a number, so that every byte can be checked. */
public final class Contents {

  private Contents() {}

  /** {@code length} bytes that follow from {@code seed}. */
  public static Bytes of(long seed, int length) {
    byte[] content = new byte[length];
    new SplittableRandom(seed).nextBytes(content);
    return Bytes.wrap(content);
  }

  /**
   * Checks what was read.
   *
   * @throws IllegalStateException if it is something else
   */
  public static void require(Bytes found, long seed, int length, Object name) {
    if (!found.equals(of(seed, length))) {
      throw new IllegalStateException("wrong content of " + name + ": " + found);
    }
  }

  /** A number that looks like chance: a bijection, the finaliser of MurmurHash 3. */
  public static long mix(long number) {
    long mixed = (number ^ (number >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
