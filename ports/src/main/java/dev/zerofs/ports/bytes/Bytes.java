package dev.zerofs.ports.bytes;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * An immutable string of bytes, ordered as unsigned bytes, shorter first when one is the other's
 * prefix.
 *
 * <p>It is a window on an array, so that {@link #slice} and the way of file data from the receive
 * buffer to the store cost no copy. Whoever hands an array to {@link #wrap} gives it away and never
 * writes to it again; whoever takes {@link #array} for I/O or a codec only reads it. Safe for use
 * by any number of threads.
 */
public final class Bytes implements Comparable<Bytes> {

  /** The empty string. */
  public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

  private final byte[] array;
  private final int offset;
  private final int length;

  private Bytes(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /** Wraps the whole of {@code array}, which from now on belongs to the result. */
  public static Bytes wrap(byte[] array) {
    return array.length == 0 ? EMPTY : new Bytes(array, 0, array.length);
  }

  /**
   * Wraps {@code length} bytes of {@code array}, which from now on belongs to the result.
   *
   * @throws IndexOutOfBoundsException if the range is not inside the array
   */
  public static Bytes wrap(byte[] array, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, array.length);
    return length == 0 ? EMPTY : new Bytes(array, offset, length);
  }

  /** Copies {@code array}. */
  public static Bytes copyOf(byte[] array) {
    return wrap(array.clone());
  }

  /** Copies what remains in {@code buffer}, whose position does not change. */
  public static Bytes copyOf(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.get(buffer.position(), copy);
    return wrap(copy);
  }

  /** The UTF-8 form of {@code text}. */
  public static Bytes utf8(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The number of bytes. */
  public int length() {
    return length;
  }

  /** Whether there are no bytes. */
  public boolean isEmpty() {
    return length == 0;
  }

  /**
   * The byte at {@code index}, counted from 0.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public byte at(int index) {
    return array[offset + Objects.checkIndex(index, length)];
  }

  /**
   * The {@code length} bytes from {@code from}, sharing this string's array.
   *
   * @throws IndexOutOfBoundsException if they are not all inside
   */
  public Bytes slice(int from, int length) {
    Objects.checkFromIndexSize(from, length, this.length);
    if (length == this.length) {
      return this;
    }
    return length == 0 ? EMPTY : new Bytes(array, offset + from, length);
  }

  /** The bytes from {@code from} to the end, sharing this string's array. */
  public Bytes slice(int from) {
    return slice(from, length - from);
  }

  /** Whether this string begins with {@code prefix}. */
  public boolean startsWith(Bytes prefix) {
    return length >= prefix.length
        && Arrays.equals(
            array,
            offset,
            offset + prefix.length,
            prefix.array,
            prefix.offset,
            prefix.offset + prefix.length);
  }

  /** The index of the first {@code value}, or -1. */
  public int indexOf(byte value) {
    for (int i = 0; i < length; i++) {
      if (array[offset + i] == value) {
        return i;
      }
    }
    return -1;
  }

  /** Copies all bytes to {@code target} from {@code targetOffset} on. */
  public void copyTo(byte[] target, int targetOffset) {
    System.arraycopy(array, offset, target, targetOffset, length);
  }

  /** Copies all bytes to the position of {@code target}, which moves past them. */
  public void copyTo(ByteBuffer target) {
    target.put(array, offset, length);
  }

  /** Writes all bytes to {@code out}. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(array, offset, length);
  }

  /** Feeds all bytes to {@code checksum}. */
  public void updateChecksum(Checksum checksum) {
    checksum.update(array, offset, length);
  }

  /** A new array with these bytes. */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  /** A read-only view, positioned at 0, big-endian. */
  public ByteBuffer asByteBuffer() {
    return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
  }

  /** The array behind this string, to be read from {@link #arrayOffset} on and never written to. */
  public byte[] array() {
    return array;
  }

  /** Where in {@link #array} this string begins. */
  public int arrayOffset() {
    return offset;
  }

  /**
   * The bytes read as UTF-8 text.
   *
   * @throws IllegalArgumentException if they are not well-formed UTF-8
   */
  public String toUtf8() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(asByteBuffer()).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not UTF-8: " + this, e);
    }
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(
        array, offset, offset + length, other.array, other.offset, other.offset + other.length);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes that
        && length == that.length
        && Arrays.equals(
            array, offset, offset + length, that.array, that.offset, that.offset + that.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  /** Up to 64 bytes in hexadecimal, then the length: for messages, not for parsing. */
  @Override
  public String toString() {
    String shown = HexFormat.of().formatHex(array, offset, offset + Math.min(length, 64));
    return length <= 64 ? shown : shown + "… (" + length + " bytes)";
  }
}
