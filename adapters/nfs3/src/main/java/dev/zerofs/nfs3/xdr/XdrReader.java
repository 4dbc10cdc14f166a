package dev.zerofs.nfs3.xdr;

import dev.zerofs.ports.bytes.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads XDR items one after the other. Every length is checked against what is left before it is
 * believed, and opaque data is returned as a window on the received bytes, never as a copy.
 *
 * <p>Every reading method throws {@link MalformedXdrException} if the item is not wholly there or
 * breaks its limit. Not safe for use by several threads.
 */
public final class XdrReader {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Bytes source;
  private final byte[] array;
  private final int start;
  private int index;

  /** Reads {@code source} from its beginning. */
  public XdrReader(Bytes source) {
    this.source = source;
    this.array = source.array();
    this.start = source.arrayOffset();
  }

  /** The number of bytes that were not read yet. */
  public int remaining() {
    return source.length() - index;
  }

  /** What was not read yet. */
  public Bytes rest() {
    return source.slice(index);
  }

  /** A second reader that begins where this one stands. */
  public XdrReader fork() {
    return new XdrReader(rest());
  }

  /** 32 bits, signed or not as the caller sees them (RFC 4506 §4.1, §4.2). */
  public int readInt() {
    return (int) INT.get(array, take(Integer.BYTES));
  }

  /** An unsigned 32-bit number. */
  public long readUnsignedInt() {
    return Integer.toUnsignedLong(readInt());
  }

  /** 64 bits, signed or not as the caller sees them (RFC 4506 §4.5). */
  public long readLong() {
    return (long) LONG.get(array, take(Long.BYTES));
  }

  /** A boolean: 0 or 1 and nothing else (RFC 4506 §4.4). */
  public boolean readBoolean() {
    return readEnum(2) == 1;
  }

  /** An enumeration constant from 0 to {@code count} - 1 (RFC 4506 §4.3). */
  public int readEnum(int count) {
    int value = readInt();
    if (value < 0 || value >= count) {
      throw new MalformedXdrException("no constant " + value);
    }
    return value;
  }

  /** Opaque data or a string of variable length, at most {@code maxLength} bytes (§4.10, §4.11). */
  public Bytes readOpaque(int maxLength) {
    long length = readUnsignedInt();
    if (length > maxLength || length > remaining()) {
      throw new MalformedXdrException("opaque of " + length + " bytes");
    }
    return readFixedOpaque((int) length);
  }

  /** Opaque data whose length is known from its type (§4.9). */
  public Bytes readFixedOpaque(int length) {
    int from = take(length) - start;
    take(padding(length));
    return source.slice(from, length);
  }

  /** How many zero bytes follow {@code length} bytes of opaque data. */
  public static int padding(int length) {
    return -length & 3;
  }

  private int take(int count) {
    if (count > remaining()) {
      throw new MalformedXdrException("ends " + (count - remaining()) + " bytes early");
    }
    int from = start + index;
    index += count;
    return from;
  }
}
