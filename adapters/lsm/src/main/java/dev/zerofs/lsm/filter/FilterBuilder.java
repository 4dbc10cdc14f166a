package dev.zerofs.lsm.filter;

import dev.zerofs.ports.bytes.Bytes;
import java.util.Arrays;

/** Collects the hashes of keys and makes their filter. For one thread. */
public final class FilterBuilder {

  private final int bitsPerKey;
  private long[] hashes = new long[1024];
  private int count;

  /** An empty filter with {@code bitsPerKey} bits for every key. */
  public FilterBuilder(int bitsPerKey) {
    this.bitsPerKey = bitsPerKey;
  }

  /** Adds a key by its {@link KeyHash}. */
  public void add(long hash) {
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, count * 2);
    }
    hashes[count++] = hash;
  }

  /** How many keys have been added. */
  public int count() {
    return count;
  }

  /** The filter of the keys added; the builder is empty again. */
  public Bytes finish() {
    long bits = Math.max(1, (long) count * bitsPerKey);
    int blockBits = Filter.BLOCK_BYTES * Byte.SIZE;
    byte[] blocks =
        new byte[Math.toIntExact((bits + blockBits - 1) / blockBits * Filter.BLOCK_BYTES)];
    for (int i = 0; i < count; i++) {
      Filter.add(blocks, hashes[i]);
    }
    count = 0;
    return Bytes.wrap(blocks);
  }
}
