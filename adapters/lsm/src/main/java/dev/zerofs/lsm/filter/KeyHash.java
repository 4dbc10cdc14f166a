package dev.zerofs.lsm.filter;

import dev.zerofs.ports.bytes.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** XXH64 with seed 0, as its specification defines it: the hash of keys in filters. */
public final class KeyHash {

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long PRIME1 = 0x9E3779B185EBCA87L;
  private static final long PRIME2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME3 = 0x165667B19E3779F9L;
  private static final long PRIME4 = 0x85EBCA77C2B2AE63L;
  private static final long PRIME5 = 0x27D4EB2F165667C5L;

  /** Their sum, which overflows. */
  private static final long PRIME1_PLUS_PRIME2 = 0x60EA27EEADC0B5D6L;

  private KeyHash() {}

  /** The hash of {@code key}. */
  public static long of(Bytes key) {
    byte[] array = key.array();
    int at = key.arrayOffset();
    int end = at + key.length();
    long hash;
    if (key.length() >= 32) {
      hash = stripes(array, at, end);
      at += key.length() & ~31;
    } else {
      hash = PRIME5;
    }
    return avalanche(tail(array, at, end, hash + key.length()));
  }

  /** Four accumulators over all whole stripes of 32 bytes, merged into one. */
  private static long stripes(byte[] array, int from, int end) {
    long v1 = PRIME1_PLUS_PRIME2;
    long v2 = PRIME2;
    long v3 = 0;
    long v4 = -PRIME1;
    for (int at = from; at <= end - 32; at += 32) {
      v1 = round(v1, (long) LONGS.get(array, at));
      v2 = round(v2, (long) LONGS.get(array, at + 8));
      v3 = round(v3, (long) LONGS.get(array, at + 16));
      v4 = round(v4, (long) LONGS.get(array, at + 24));
    }
    long merged =
        Long.rotateLeft(v1, 1)
            + Long.rotateLeft(v2, 7)
            + Long.rotateLeft(v3, 12)
            + Long.rotateLeft(v4, 18);
    return merge(merge(merge(merge(merged, v1), v2), v3), v4);
  }

  private static long tail(byte[] array, int from, int end, long start) {
    long hash = start;
    int at = from;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      hash ^= round(0, (long) LONGS.get(array, at));
      hash = Long.rotateLeft(hash, 27) * PRIME1 + PRIME4;
    }
    if (at <= end - Integer.BYTES) {
      hash ^= ((int) INTS.get(array, at) & 0xffffffffL) * PRIME1;
      hash = Long.rotateLeft(hash, 23) * PRIME2 + PRIME3;
      at += Integer.BYTES;
    }
    for (; at < end; at++) {
      hash ^= (array[at] & 0xff) * PRIME5;
      hash = Long.rotateLeft(hash, 11) * PRIME1;
    }
    return hash;
  }

  private static long round(long accumulator, long input) {
    return Long.rotateLeft(accumulator + input * PRIME2, 31) * PRIME1;
  }

  private static long merge(long hash, long accumulator) {
    return (hash ^ round(0, accumulator)) * PRIME1 + PRIME4;
  }

  private static long avalanche(long value) {
    long hash = (value ^ (value >>> 33)) * PRIME2;
    hash = (hash ^ (hash >>> 29)) * PRIME3;
    return hash ^ (hash >>> 32);
  }
}
