package dev.zerofs.lsm.block;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.WriteBatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A walk over one block's entries. For one thread. */
public final class BlockCursor {

  /** Separators of an index may have one byte more than the longest key. */
  private static final int KEY_BYTES_MAX = WriteBatch.KEY_LENGTH_MAX + 1;

  private static final byte[] NO_KEY = new byte[0];

  private final Block block;
  private final byte[] array;
  private final int base;
  private final int end;

  /** The current key; grown as needed, since most keys are far from the longest. */
  private byte[] key = NO_KEY;

  private int keyLength;

  /** If not null, the current key is yet to be put together: it shares bytes with this one. */
  private @Nullable Bytes sought;

  private boolean valid;

  // The entry read last, as offsets from the block's beginning.
  private int next;
  private int shared;
  private int suffixOffset;
  private int suffixLength;
  private int payloadOffset;
  private int payloadLength;

  BlockCursor(Block block) {
    this.block = block;
    array = block.content().array();
    base = block.content().arrayOffset();
    end = block.entriesEnd();
  }

  /** Whether there is a current entry. False before the first step and after the last entry. */
  public boolean isValid() {
    return valid;
  }

  /** A copy of the current key. */
  public Bytes key() {
    takeSoughtKey();
    return Bytes.wrap(Arrays.copyOf(key, keyLength));
  }

  /** Whether the current key is {@code other}. */
  public boolean keyEquals(Bytes other) {
    takeSoughtKey();
    return keyLength == other.length() && compareKey(other) == 0;
  }

  /** The current payload, sharing the block's array. */
  public Bytes payload() {
    return block.content().slice(payloadOffset, payloadLength);
  }

  /**
   * Moves to the next entry, the first one at the beginning.
   *
   * @return whether there is one
   */
  public boolean next() {
    takeSoughtKey();
    valid = next < end;
    if (valid) {
      readEntry();
      takeKey();
    }
    return valid;
  }

  /**
   * Moves to the first entry whose key is not less than {@code target}.
   *
   * @return whether there is one
   */
  public boolean seek(Bytes target) {
    sought = null;
    keyLength = 0;
    int restart = restartBefore(target);
    next = block.restartCount() == 0 ? end : block.restartOffset(restart);
    int nextRestart = restartOffset(++restart);
    // How many bytes the target has in common with the entry before, which is less than it. An
    // entry that shares more with that one is less as well, and one that shares less is greater:
    // most entries are passed without a look at their keys.
    int matched = 0;
    while (next < end) {
      if (next == nextRestart) {
        matched = 0;
        nextRestart = restartOffset(++restart);
      }
      readEntry();
      if (shared < matched) {
        return found(target);
      }
      if (shared == matched) {
        int common = commonWithSuffix(target, matched);
        if (isSuffixAtLeast(target, matched, common)) {
          return found(target);
        }
        matched += common;
      }
    }
    valid = false;
    return false;
  }

  private boolean found(Bytes target) {
    valid = true;
    sought = target;
    return true;
  }

  /** Where a restart point begins; after the last one, nowhere. */
  private int restartOffset(int index) {
    return index < block.restartCount() ? block.restartOffset(index) : end;
  }

  /** How many bytes the suffix and the target from {@code from} on have in common. */
  private int commonWithSuffix(Bytes target, int from) {
    int max = Math.min(suffixLength, target.length() - from);
    int suffixFrom = base + suffixOffset;
    int targetFrom = target.arrayOffset() + from;
    int mismatch =
        Arrays.mismatch(
            array, suffixFrom, suffixFrom + max, target.array(), targetFrom, targetFrom + max);
    return mismatch < 0 ? max : mismatch;
  }

  private boolean isSuffixAtLeast(Bytes target, int from, int common) {
    if (from + common == target.length()) {
      return true;
    }
    return common < suffixLength
        && Byte.compareUnsigned(array[base + suffixOffset + common], target.at(from + common)) > 0;
  }

  /** The index of the last restart point whose key is less than {@code target}, or the first. */
  private int restartBefore(Bytes target) {
    int low = 0;
    int high = block.restartCount() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      next = block.restartOffset(middle);
      readEntry();
      if (compareSuffix(target) < 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private int compareSuffix(Bytes target) {
    int from = base + suffixOffset;
    return Arrays.compareUnsigned(
        array,
        from,
        from + suffixLength,
        target.array(),
        target.arrayOffset(),
        target.arrayOffset() + target.length());
  }

  private int compareKey(Bytes target) {
    return Arrays.compareUnsigned(
        key,
        0,
        keyLength,
        target.array(),
        target.arrayOffset(),
        target.arrayOffset() + target.length());
  }

  private void readEntry() {
    shared = varint();
    suffixLength = varint();
    payloadLength = varint();
    suffixOffset = next;
    payloadOffset = suffixOffset + suffixLength;
    long after = (long) payloadOffset + payloadLength;
    if (suffixLength > KEY_BYTES_MAX || payloadLength > end || after > end) {
      throw block.corrupt("entry reaches byte " + after + " of " + end);
    }
    next = (int) after;
  }

  /**
   * Puts the key together that a seek has found: as far as it shares bytes, they are the target's.
   */
  private void takeSoughtKey() {
    Bytes target = sought;
    if (target != null) {
      sought = null;
      key = target.slice(0, shared).toByteArray();
      keyLength = shared;
      takeKey();
    }
  }

  private void takeKey() {
    int length = shared + suffixLength;
    if (shared > keyLength || length > KEY_BYTES_MAX) {
      throw block.corrupt("key of " + length + " bytes shares " + shared + " of " + keyLength);
    }
    if (length > key.length) {
      key = Arrays.copyOf(key, Math.max(length, 2 * key.length));
    }
    System.arraycopy(array, base + suffixOffset, key, shared, suffixLength);
    keyLength = length;
  }

  /** Reads a varint of up to 31 bits at {@link #next} and moves past it. */
  private int varint() {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      if (next >= end) {
        throw block.corrupt("entry ends too soon at byte " + next);
      }
      byte part = array[base + next++];
      value |= (part & 0x7f) << shift;
      if (part >= 0) {
        if (value < 0) {
          break;
        }
        return value;
      }
    }
    throw block.corrupt("impossible length before byte " + next);
  }
}
