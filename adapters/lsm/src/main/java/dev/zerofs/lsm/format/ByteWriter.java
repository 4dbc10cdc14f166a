package dev.zerofs.lsm.format;

import dev.zerofs.ports.bytes.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;

/** A growing buffer that writes the primitives of this package. For one thread. */
public final class ByteWriter {

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] array;
  private int length;

  /** An empty buffer with room for {@code capacity} bytes before it has to grow. */
  public ByteWriter(int capacity) {
    array = new byte[Math.max(16, capacity)];
  }

  /** How many bytes have been written. */
  public int length() {
    return length;
  }

  /** Appends the low 8 bits of {@code value}. */
  public ByteWriter u8(int value) {
    reserve(1);
    array[length++] = (byte) value;
    return this;
  }

  /** Appends the low 16 bits of {@code value}. */
  public ByteWriter u16(int value) {
    reserve(Short.BYTES);
    SHORTS.set(array, length, (short) value);
    length += Short.BYTES;
    return this;
  }

  /** Appends 32 bits. */
  public ByteWriter u32(int value) {
    reserve(Integer.BYTES);
    INTS.set(array, length, value);
    length += Integer.BYTES;
    return this;
  }

  /** Appends 64 bits. */
  public ByteWriter u64(long value) {
    reserve(Long.BYTES);
    LONGS.set(array, length, value);
    length += Long.BYTES;
    return this;
  }

  /**
   * Appends {@code value} in 1 to 9 bytes.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public ByteWriter varint(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("negative varint " + value);
    }
    reserve(9);
    long rest = value;
    while (rest > 0x7f) {
      array[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[length++] = (byte) rest;
    return this;
  }

  /** Appends {@code value} as it is, without a length. */
  public ByteWriter bytes(Bytes value) {
    reserve(value.length());
    value.copyTo(array, length);
    length += value.length();
    return this;
  }

  /** Appends {@code value} after its length. */
  public ByteWriter string(Bytes value) {
    return varint(value.length()).bytes(value);
  }

  /** Appends the checksum of everything written from {@code from} on. */
  public ByteWriter crc32cFrom(int from) {
    return u32(crc32c(from));
  }

  /** The checksum of everything written from {@code from} on. */
  public int crc32c(int from) {
    Objects.checkIndex(from, length + 1);
    CRC32C crc = new CRC32C();
    crc.update(array, from, length - from);
    return (int) crc.getValue();
  }

  /** Overwrites the four bytes at {@code offset}, all written before. */
  public void setU32(int offset, int value) {
    Objects.checkFromIndexSize(offset, Integer.BYTES, length);
    INTS.set(array, offset, value);
  }

  /** Forgets everything written, keeping the room. Not allowed after {@link #takeBytes}. */
  public void clear() {
    length = 0;
  }

  /** A copy of everything written so far. */
  public Bytes copyBytes() {
    return Bytes.wrap(Arrays.copyOf(array, length));
  }

  /** A view of everything written so far, valid until the next write or {@link #clear}. */
  public Bytes view() {
    return Bytes.wrap(array, 0, length);
  }

  /** Everything written, without a copy. Nothing may be done with this writer afterwards. */
  public Bytes takeBytes() {
    Bytes taken = Bytes.wrap(array, 0, length);
    array = new byte[0];
    length = 0;
    return taken;
  }

  private void reserve(int more) {
    if (array.length - length < more) {
      int needed = Math.addExact(length, more);
      int doubled = array.length > Integer.MAX_VALUE / 2 ? needed : array.length * 2;
      array = Arrays.copyOf(array, Math.max(needed, doubled));
    }
  }
}
