package dev.zerofs.nfs3.xdr;

import dev.zerofs.ports.bytes.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Writes XDR items one after the other into a growing array, and may end with bulk data that is
 * referred to instead of copied. Every byte up to the length was written: none is left over from
 * anything else. Not safe for use by several threads.
 */
public final class XdrWriter {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] array;
  private int length;
  private List<Bytes> bulk = List.of();
  private int bulkLength;

  /** An empty writer that has room for {@code capacityBytes} before it grows. */
  public XdrWriter(int capacityBytes) {
    this.array = new byte[capacityBytes];
  }

  /** The number of bytes written, without bulk data. */
  public int length() {
    return length;
  }

  /** Forgets what was written after the first {@code length} bytes, and bulk data. */
  public void truncate(int length) {
    if (length > this.length) {
      throw new IllegalArgumentException(length + " is more than was written: " + this.length);
    }
    this.length = length;
    bulk = List.of();
    bulkLength = 0;
  }

  /** 32 bits. */
  public void writeInt(int value) {
    int at = reserve(Integer.BYTES); // may replace the array
    INT.set(array, at, value);
  }

  /** Overwrites the 32 bits at {@code index}. */
  public void setInt(int index, int value) {
    INT.set(array, index, value);
  }

  /** 64 bits. */
  public void writeLong(long value) {
    int at = reserve(Long.BYTES);
    LONG.set(array, at, value);
  }

  /** A boolean. */
  public void writeBoolean(boolean value) {
    writeInt(value ? 1 : 0);
  }

  /** Opaque data or a string of variable length. */
  public void writeOpaque(Bytes value) {
    writeInt(value.length());
    writeFixedOpaque(value);
  }

  /** Opaque data whose length is known from its type. */
  public void writeFixedOpaque(Bytes value) {
    int padding = XdrReader.padding(value.length());
    int at = reserve(value.length() + padding);
    value.copyTo(array, at);
    Arrays.fill(array, length - padding, length, (byte) 0);
  }

  /** Appends what {@code other} has written, which must have no bulk data. */
  public void append(XdrWriter other) {
    if (!other.bulk.isEmpty()) {
      throw new IllegalStateException("bulk data in the middle");
    }
    int at = reserve(other.length);
    System.arraycopy(other.array, 0, array, at, other.length);
  }

  /**
   * Opaque data of variable length, in pieces that are sent from where they lie. Nothing can be
   * written after it.
   */
  public void writeBulk(List<Bytes> pieces) {
    int sum = 0;
    for (Bytes piece : pieces) {
      sum += piece.length();
    }
    writeInt(sum);
    bulk = pieces;
    bulkLength = sum;
  }

  /** What was written, without bulk data. The writer must not be used any more. */
  public Bytes written() {
    return Bytes.wrap(array, 0, length);
  }

  /** The bulk data at the end, without padding. */
  public List<Bytes> bulk() {
    return bulk;
  }

  /** The number of bytes of bulk data, without padding. */
  public int bulkLength() {
    return bulkLength;
  }

  private int reserve(int count) {
    if (!bulk.isEmpty()) {
      throw new IllegalStateException("written after bulk data");
    }
    int at = length;
    if (count > array.length - at) {
      array = Arrays.copyOf(array, Math.max(array.length * 2, Math.addExact(at, count)));
    }
    length = at + count;
    return at;
  }
}
