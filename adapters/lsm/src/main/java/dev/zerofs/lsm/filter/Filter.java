package dev.zerofs.lsm.filter;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A readable filter: says for certain that a key is not in a set, or that it may be. Immutable. */
public final class Filter {

  /** How many bytes one block has. */
  static final int BLOCK_BYTES = 32;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /** The odd multipliers of the Parquet specification. */
  private static final int[] SALTS = {
    0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
  };

  private final Bytes blocks;

  /**
   * A filter of {@code blocks}.
   *
   * @param name where they come from, for messages
   * @throws KeyValueException.Corrupt if they are not a whole number of blocks
   */
  public Filter(Bytes blocks, Object name) {
    if (blocks.isEmpty() || blocks.length() % BLOCK_BYTES != 0) {
      throw new KeyValueException.Corrupt(
          name + " is corrupt: filter of " + blocks.length() + " bytes", null);
    }
    this.blocks = blocks;
  }

  /** Whether a key with this {@link KeyHash} may be in the set; false is certain. */
  public boolean mayContain(long hash) {
    byte[] array = blocks.array();
    int at = blocks.arrayOffset() + blockOffset(hash, blocks.length());
    int low = (int) hash;
    int missing = 0;
    for (int word = 0; word < SALTS.length; word++) {
      missing |= mask(low, word) & ~(int) INTS.get(array, at + word * Integer.BYTES);
    }
    return missing == 0;
  }

  /** Sets the bits of {@code hash} in {@code blocks}. */
  static void add(byte[] blocks, long hash) {
    int at = blockOffset(hash, blocks.length);
    int low = (int) hash;
    for (int word = 0; word < SALTS.length; word++) {
      int offset = at + word * Integer.BYTES;
      INTS.set(blocks, offset, (int) INTS.get(blocks, offset) | mask(low, word));
    }
  }

  private static int blockOffset(long hash, int lengthBytes) {
    long blockCount = lengthBytes / BLOCK_BYTES;
    return (int) (((hash >>> 32) * blockCount) >>> 32) * BLOCK_BYTES;
  }

  private static int mask(int low, int word) {
    return 1 << ((low * SALTS[word]) >>> 27);
  }
}
