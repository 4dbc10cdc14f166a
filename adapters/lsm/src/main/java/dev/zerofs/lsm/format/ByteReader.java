package dev.zerofs.lsm.format;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads the primitives of this package from a string of bytes and never beyond it: every length is
 * checked before anything is allocated. What does not parse is {@link KeyValueException.Corrupt}
 * with the name of what is read. For one thread.
 */
public final class ByteReader {

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Bytes source;
  private final Object name;
  private int position;

  /**
   * A reader at the first byte of {@code source}.
   *
   * @param name what is read, for messages: an object's key, or one with a place inside it
   */
  public ByteReader(Bytes source, Object name) {
    this.source = source;
    this.name = name;
  }

  /** The index of the next byte. */
  public int position() {
    return position;
  }

  /** How many bytes are left. */
  public int remaining() {
    return source.length() - position;
  }

  /** Reads 8 bits, 0 to 255. */
  public int u8() {
    return source.at(advance(1)) & 0xff;
  }

  /** Reads 16 bits, 0 to 65535. */
  public int u16() {
    int at = advance(Short.BYTES);
    return (short) SHORTS.get(source.array(), source.arrayOffset() + at) & 0xffff;
  }

  /** Reads 32 bits. */
  public int u32() {
    int at = advance(Integer.BYTES);
    return (int) INTS.get(source.array(), source.arrayOffset() + at);
  }

  /** Reads 64 bits. */
  public long u64() {
    int at = advance(Long.BYTES);
    return (long) LONGS.get(source.array(), source.arrayOffset() + at);
  }

  /** Reads 64 bits that must not be negative. */
  public long u63() {
    long value = u64();
    if (value < 0) {
      throw corrupt("negative number " + value);
    }
    return value;
  }

  /** Reads a number of 1 to 9 bytes, 0 or more. */
  public long varint() {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      byte next = source.at(advance(1));
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw corrupt("varint longer than 9 bytes");
  }

  /** Reads a varint that is at most {@code max}, a length or count that its reader can bear. */
  public int varint(int max) {
    long value = varint();
    if (value > max) {
      throw corrupt("number " + value + " where at most " + max + " is possible");
    }
    return (int) value;
  }

  /**
   * Reads how many items follow, each of at least {@code itemBytesMin} bytes: never more than the
   * rest could hold, so that a list may be allocated for them.
   */
  public int count(int itemBytesMin) {
    return varint(remaining() / itemBytesMin);
  }

  /** The next {@code length} bytes, sharing the source's array. */
  public Bytes bytes(int length) {
    return source.slice(advance(length), length);
  }

  /** Reads a length and as many bytes, at most {@code lengthMax}. */
  public Bytes string(int lengthMax) {
    return bytes(varint(lengthMax));
  }

  /** Checks that nothing is left. */
  public void end() {
    if (remaining() != 0) {
      throw corrupt(remaining() + " bytes too many");
    }
  }

  /** The exception to throw for {@code problem} near the current position. */
  public KeyValueException.Corrupt corrupt(String problem) {
    return new KeyValueException.Corrupt(
        name + " is corrupt near byte " + position + ": " + problem, null);
  }

  private int advance(int length) {
    if (length < 0 || length > remaining()) {
      throw corrupt("ends " + ((long) length - remaining()) + " bytes too soon");
    }
    int at = position;
    position += length;
    return at;
  }
}
