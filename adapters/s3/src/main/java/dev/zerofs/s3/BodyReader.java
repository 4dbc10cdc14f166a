package dev.zerofs.s3;

import dev.zerofs.ports.bytes.Bytes;
import java.io.EOFException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Reads the body of an answer to a get and insists on its length, so that a connection that broke
 * off, or a store that answered with less than it has, is a failure and not a shorter object.
 */
final class BodyReader implements ResponseTransformer<GetObjectResponse, Bytes> {

  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]+)-[0-9]+/([0-9]+)");

  private final boolean ranged;
  private final long offset;
  private final int length;

  /** Reads a whole object. */
  BodyReader() {
    this(false, 0, Integer.MAX_VALUE - 8);
  }

  /** Reads the answer to a get of this range. */
  BodyReader(long offset, int length) {
    this(true, offset, length);
  }

  private BodyReader(boolean ranged, long offset, int length) {
    this.ranged = ranged;
    this.offset = offset;
    this.length = length;
  }

  /** A failure is one that the SDK may try again. */
  @Override
  public Bytes transform(GetObjectResponse response, AbortableInputStream body) {
    try {
      return read(response, body);
    } catch (IOException e) {
      throw RetryableException.create(String.valueOf(e.getMessage()), e);
    }
  }

  private Bytes read(GetObjectResponse response, AbortableInputStream body) throws IOException {
    String range = response.contentRange();
    if (ranged && range != null) {
      return readExactly(body, response.contentLength(), expectedOf(range));
    }
    // A store that does not know ranges answers with everything.
    Long said = response.contentLength();
    if (said == null || said > Integer.MAX_VALUE - 8) {
      throw new IOException("a body of " + said + " bytes in one get");
    }
    Bytes whole = readExactly(body, said, said.intValue());
    if (!ranged) {
      return whole;
    }
    int from = (int) Math.min(offset, whole.length());
    return whole.slice(from, Math.min(length, whole.length() - from));
  }

  /** How much of the range there is, by what the store says of the whole object. */
  private int expectedOf(String range) throws IOException {
    Matcher matcher = CONTENT_RANGE.matcher(range);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) != offset) {
      throw new IOException("asked for " + length + " bytes at " + offset + ", got " + range);
    }
    return (int) Math.min(length, Long.parseLong(matcher.group(2)) - offset);
  }

  private static Bytes readExactly(AbortableInputStream body, Long said, int expected)
      throws IOException {
    if (said != null && said != expected) {
      body.abort();
      throw new EOFException("a body of " + said + " bytes instead of " + expected);
    }
    byte[] bytes = new byte[expected];
    int read = body.readNBytes(bytes, 0, expected);
    if (read < expected) {
      throw new EOFException("the body ends after " + read + " of " + expected + " bytes");
    }
    return Bytes.wrap(bytes);
  }
}
