package dev.zerofs.lsm.block;

import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.ports.bytes.Bytes;
import java.util.Arrays;

/** Collects the entries of one block after the other. For one thread. */
public final class BlockBuilder {

  /** How many entries there are from one restart point to the next. */
  static final int RESTART_INTERVAL = 16;

  private final ByteWriter out;
  private int[] restarts = new int[64];
  private int restartCount;
  private int entryCount;
  private Bytes lastKey = Bytes.EMPTY;

  /** An empty block that is expected to grow to about {@code sizeBytes}. */
  public BlockBuilder(int sizeBytes) {
    out = new ByteWriter(sizeBytes + sizeBytes / 8);
  }

  /**
   * Appends an entry.
   *
   * @param key not less than the key before
   * @throws IllegalArgumentException if it is less
   */
  public void add(Bytes key, Bytes payload) {
    int shared = 0;
    if (entryCount % RESTART_INTERVAL == 0) {
      addRestart();
    } else {
      shared = sharedLength(lastKey, key);
    }
    if (entryCount > 0 && lastKey.compareTo(key) > 0) {
      throw new IllegalArgumentException("key " + key + " after " + lastKey);
    }
    out.varint(shared).varint(key.length() - shared).varint(payload.length());
    out.bytes(key.slice(shared)).bytes(payload);
    lastKey = key;
    entryCount++;
  }

  /** How many bytes the block would have if it were finished now. */
  public int sizeBytes() {
    return out.length() + Integer.BYTES * (restartCount + 1);
  }

  /** How many entries have been added. */
  public int entryCount() {
    return entryCount;
  }

  /** Whether there are no entries. */
  public boolean isEmpty() {
    return entryCount == 0;
  }

  /** The key added last; empty if there is none. */
  public Bytes lastKey() {
    return lastKey;
  }

  /** The finished block, valid until the next call; the builder is empty again. */
  public Bytes finish() {
    for (int i = 0; i < restartCount; i++) {
      out.u32(restarts[i]);
    }
    out.u32(restartCount);
    Bytes block = out.view();
    out.clear();
    restartCount = 0;
    entryCount = 0;
    lastKey = Bytes.EMPTY;
    return block;
  }

  /** How many bytes {@code a} and {@code b} have in common from their beginnings on. */
  public static int sharedLength(Bytes a, Bytes b) {
    int max = Math.min(a.length(), b.length());
    int mismatch =
        Arrays.mismatch(
            a.array(),
            a.arrayOffset(),
            a.arrayOffset() + max,
            b.array(),
            b.arrayOffset(),
            b.arrayOffset() + max);
    return mismatch < 0 ? max : mismatch;
  }

  private void addRestart() {
    if (restartCount == restarts.length) {
      restarts = Arrays.copyOf(restarts, restartCount * 2);
    }
    restarts[restartCount++] = out.length();
  }
}
