package dev.zerofs.s3;

import dev.zerofs.ports.bytes.Bytes;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
final class BodyReader implements ResponseTransformer<GetObjectResponse, List<Bytes>> {

  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]+)-[0-9]+/([0-9]+)");

  /** No array is longer. */
  private static final int LENGTH_MAX = Integer.MAX_VALUE - 8;

  private final boolean ranged;
  private final long offset;
  private final int length;
  private final int pieceBytes;

  /** Reads a whole object in one piece. */
  BodyReader() {
    this(false, 0, LENGTH_MAX, LENGTH_MAX);
  }

  /** Reads the answer to a get of this range, in pieces of so many bytes and an array each. */
  BodyReader(long offset, int length, int pieceBytes) {
    this(true, offset, length, pieceBytes);
  }

  private BodyReader(boolean ranged, long offset, int length, int pieceBytes) {
    this.ranged = ranged;
    this.offset = offset;
    this.length = length;
    this.pieceBytes = pieceBytes;
  }

  /** A failure is one that the SDK may try again. */
  @Override
  public List<Bytes> transform(GetObjectResponse response, AbortableInputStream body) {
    try {
      return read(response, body);
    } catch (IOException e) {
      throw RetryableException.create(String.valueOf(e.getMessage()), e);
    }
  }

  private List<Bytes> read(GetObjectResponse response, AbortableInputStream body)
      throws IOException {
    String range = response.contentRange();
    if (ranged && range != null) {
      int expected = expectedOf(range);
      requireSaid(body, response.contentLength(), expected);
      return readExactly(body, expected);
    }
    // A store that does not know ranges answers with everything.
    Long said = response.contentLength();
    if (said == null || said > LENGTH_MAX) {
      throw new IOException("a body of " + said + " bytes in one get");
    }
    long from = Math.min(offset, said);
    body.skipNBytes(from);
    List<Bytes> pieces = readExactly(body, (int) Math.min(length, said - from));
    body.skipNBytes(said - from - length(pieces));
    return pieces;
  }

  /** How much of the range there is, by what the store says of the whole object. */
  private int expectedOf(String range) throws IOException {
    Matcher matcher = CONTENT_RANGE.matcher(range);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) != offset) {
      throw new IOException("asked for " + length + " bytes at " + offset + ", got " + range);
    }
    return (int) Math.min(length, Long.parseLong(matcher.group(2)) - offset);
  }

  private static void requireSaid(AbortableInputStream body, Long said, int expected)
      throws IOException {
    if (said != null && said != expected) {
      body.abort();
      throw new EOFException("a body of " + said + " bytes instead of " + expected);
    }
  }

  private List<Bytes> readExactly(AbortableInputStream body, int expected) throws IOException {
    List<Bytes> pieces = new ArrayList<>(expected / pieceBytes + 1);
    for (int at = 0; at < expected; ) {
      byte[] piece = new byte[Math.min(pieceBytes, expected - at)];
      int read = body.readNBytes(piece, 0, piece.length);
      at += read;
      if (read < piece.length) {
        throw new EOFException("the body ends after " + at + " of " + expected + " bytes");
      }
      pieces.add(Bytes.wrap(piece));
    }
    return pieces;
  }

  private static long length(List<Bytes> pieces) {
    return pieces.stream().mapToLong(Bytes::length).sum();
  }
}
