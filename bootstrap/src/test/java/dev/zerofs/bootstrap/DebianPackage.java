package dev.zerofs.bootstrap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zerofs.ports.bytes.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * What is in a Debian package, read without Debian's tools: deb(5), an ar archive of two tar
 * archives.
 *
 * @param control the files that describe it and run around its installation, by name
 * @param data what is installed, by absolute path; directories without a slash at the end
 */
record DebianPackage(Map<String, Member> control, Map<String, Member> data) {

  private static final String AR_MAGIC = "!<arch>\n";
  private static final int AR_HEADER_BYTES = 60;
  private static final int TAR_BLOCK_BYTES = 512;

  /**
   * A member of a tar archive.
   *
   * @param type {@code 0} file, {@code 2} symbolic link, {@code 5} directory
   * @param mode its permissions
   * @param owner {@code user:group} and the numbers of both
   * @param modifiedSeconds since 1970
   * @param target of a link, else empty
   * @param content of a file, else empty
   */
  record Member(
      char type, int mode, String owner, long modifiedSeconds, String target, Bytes content) {

    /** The text of a file. */
    String text() {
      return content.toUtf8();
    }
  }

  static DebianPackage read(Path file) throws IOException {
    Map<String, byte[]> parts = archive(Files.readAllBytes(file));
    if (!parts.keySet().equals(Set.of("debian-binary", "control.tar.gz", "data.tar.gz"))
        || !new String(part(parts, "debian-binary"), US_ASCII).equals("2.0\n")) {
      throw new IOException(file + " is no Debian package of format 2.0: " + parts.keySet());
    }
    return new DebianPackage(tar(part(parts, "control.tar.gz")), tar(part(parts, "data.tar.gz")));
  }

  private static byte[] part(Map<String, byte[]> parts, String name) throws IOException {
    byte[] part = parts.get(name);
    if (part == null) {
      throw new IOException("no " + name + " in the package");
    }
    return part;
  }

  private static Map<String, byte[]> archive(byte[] bytes) throws IOException {
    InputStream in = new ByteArrayInputStream(bytes);
    if (!text(in.readNBytes(AR_MAGIC.length())).equals(AR_MAGIC)) {
      throw new IOException("no ar archive");
    }
    Map<String, byte[]> parts = new LinkedHashMap<>();
    for (byte[] header = in.readNBytes(AR_HEADER_BYTES);
        header.length == AR_HEADER_BYTES;
        header = in.readNBytes(AR_HEADER_BYTES)) {
      String line = new String(header, US_ASCII);
      int size = Integer.parseInt(line.substring(48, 58).strip());
      parts.put(line.substring(0, 16).strip().replace("/", ""), in.readNBytes(size));
      in.skipNBytes(size % 2);
    }
    return parts;
  }

  private static Map<String, Member> tar(byte[] compressed) throws IOException {
    Map<String, Member> members = new LinkedHashMap<>();
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      String longName = "";
      for (byte[] header = in.readNBytes(TAR_BLOCK_BYTES);
          header.length == TAR_BLOCK_BYTES && header[0] != 0;
          header = in.readNBytes(TAR_BLOCK_BYTES)) {
        int size = (int) octal(header, 124, 12);
        byte[] content = in.readNBytes(size);
        in.skipNBytes((TAR_BLOCK_BYTES - size % TAR_BLOCK_BYTES) % TAR_BLOCK_BYTES);
        char type = header[156] == 0 ? '0' : (char) header[156];
        if (type == 'L') { // GNU: the name of the next member
          longName = text(content);
          continue;
        }
        String name = longName.isEmpty() ? text(header, 0, 100) : longName;
        longName = "";
        members.put(
            name.replaceFirst("^\\.", "").replaceFirst("(.)/$", "$1"),
            new Member(
                type,
                (int) octal(header, 100, 8),
                "%s:%s %d:%d"
                    .formatted(
                        text(header, 265, 32),
                        text(header, 297, 32),
                        octal(header, 108, 8),
                        octal(header, 116, 8)),
                octal(header, 136, 12),
                text(header, 157, 100),
                Bytes.wrap(content)));
      }
    }
    return members;
  }

  private static long octal(byte[] header, int from, int length) {
    String digits = text(header, from, length).strip();
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }

  private static String text(byte[] header, int from, int length) {
    return text(Arrays.copyOfRange(header, from, from + length));
  }

  /** Up to the first zero byte. */
  private static String text(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }
}
