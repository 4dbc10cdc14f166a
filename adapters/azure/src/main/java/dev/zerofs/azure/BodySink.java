package dev.zerofs.azure;

import dev.zerofs.ports.bytes.Bytes;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Takes the body of an answer into one array of the length that the answer said, and insists on it,
 * so that a connection that broke off is a failure and not a shorter object. Used by one thread at
 * a time.
 */
final class BodySink extends OutputStream {

  private static final int LENGTH_MAX = Integer.MAX_VALUE - 8;

  private final Attempts attempts;
  private final int lengthMax;
  private byte[] bytes = new byte[0];
  private int length;

  /** A sink for up to {@code lengthMax} bytes that the requests of {@code attempts} fetch. */
  BodySink(Attempts attempts, int lengthMax) {
    this.attempts = attempts;
    this.lengthMax = lengthMax;
  }

  /** A sink for a whole object. */
  BodySink(Attempts attempts) {
    this(attempts, LENGTH_MAX);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int count) throws IOException {
    if (bytes.length == 0) {
      bytes = new byte[said()];
    }
    if (count > bytes.length - length) {
      throw new IOException("a body of more than the " + bytes.length + " bytes it said");
    }
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  /**
   * The body.
   *
   * @throws EOFException if it is shorter than the answer said
   */
  Bytes body() throws IOException {
    int said = said();
    if (length < said) {
      throw new EOFException("the body ends after " + length + " of " + said + " bytes");
    }
    return Bytes.wrap(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
  }

  private int said() throws IOException {
    long said = attempts.bodyBytes().orElseThrow(() -> new IOException("a body without a length"));
    if (said > lengthMax) {
      throw new IOException("a body of " + said + " bytes instead of up to " + lengthMax);
    }
    return (int) said;
  }
}
