package dev.zerofs.gcs;

import com.google.api.client.http.AbstractInputStreamContent;
import com.google.api.client.http.HttpResponse;
import dev.zerofs.ports.bytes.Bytes;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** Bodies on the wire: sent from where they are, read into one array, checked both ways. */
final class Body {

  private static final int LENGTH_MAX = Integer.MAX_VALUE - 8;

  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]+)-[0-9]+/([0-9]+)");

  private static final Pattern CRC32C_HASH = Pattern.compile("(?:^|,)\\s*crc32c=([^,\\s]+)");

  private Body() {}

  /** What an upload sends of {@code bytes}. */
  static AbstractInputStreamContent content(Bytes bytes) {
    return new Content(bytes);
  }

  /** The CRC-32C of {@code bytes} as the service writes it: big-endian, in Base64. */
  static String crc32c(Bytes bytes) {
    CRC32C crc = new CRC32C();
    bytes.updateChecksum(crc);
    byte[] value = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
    return Base64.getEncoder().encodeToString(value);
  }

  /**
   * The whole object.
   *
   * @throws IOException if the body ends early or is not what the service has
   */
  static Bytes whole(HttpResponse response) throws IOException {
    Long said = response.getHeaders().getContentLength();
    if (said == null || said > LENGTH_MAX) {
      throw new IOException("a body of " + said + " bytes in one get");
    }
    Bytes body = readExactly(response.getContent(), said.intValue());
    requireHash(response, body);
    return body;
  }

  /**
   * This range of the object, or what there is of it.
   *
   * @throws IOException if the body ends early, or is the whole object and not what the service has
   */
  static Bytes range(HttpResponse response, long offset, int length) throws IOException {
    String range = response.getHeaders().getContentRange();
    if (range == null) {
      // A service that does not know ranges answers with everything.
      Bytes whole = whole(response);
      int from = (int) Math.min(offset, whole.length());
      return whole.slice(from, Math.min(length, whole.length() - from));
    }
    Matcher matcher = CONTENT_RANGE.matcher(range);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) != offset) {
      throw new IOException("asked for " + length + " bytes at " + offset + ", got " + range);
    }
    long objectLength = Long.parseLong(matcher.group(2));
    int expected = (int) Math.min(length, objectLength - offset);
    Long said = response.getHeaders().getContentLength();
    if (said != null && said != expected) {
      throw new EOFException("a body of " + said + " bytes instead of " + expected);
    }
    Bytes body = readExactly(response.getContent(), expected);
    if (expected == objectLength) {
      requireHash(response, body);
    }
    return body;
  }

  private static Bytes readExactly(InputStream in, int expected) throws IOException {
    byte[] bytes = new byte[expected];
    int read = in == null ? 0 : in.readNBytes(bytes, 0, expected);
    if (read < expected) {
      throw new EOFException("the body ends after " + read + " of " + expected + " bytes");
    }
    return Bytes.wrap(bytes);
  }

  /** The service tells the hash of the whole object, also with a part of it. */
  private static void requireHash(HttpResponse response, Bytes body) throws IOException {
    List<String> hashes = response.getHeaders().getHeaderStringValues("x-goog-hash");
    Matcher matcher = CRC32C_HASH.matcher(String.join(",", hashes));
    if (matcher.find() && !matcher.group(1).equals(crc32c(body))) {
      throw new IOException("the body has another CRC-32C than the object");
    }
  }

  private static final class Content extends AbstractInputStreamContent {

    private final Bytes bytes;

    Content(Bytes bytes) {
      super("application/octet-stream");
      this.bytes = bytes;
    }

    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(bytes.array(), bytes.arrayOffset(), bytes.length());
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      bytes.writeTo(out);
      out.flush();
    }

    @Override
    public long getLength() {
      return bytes.length();
    }

    @Override
    public boolean retrySupported() {
      return true;
    }
  }
}
