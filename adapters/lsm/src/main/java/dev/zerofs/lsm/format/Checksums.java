package dev.zerofs.lsm.format;

import dev.zerofs.ports.bytes.Bytes;
import java.util.zip.CRC32C;

/** CRC32C over strings of bytes. */
public final class Checksums {

  private Checksums() {}

  /** The checksum of {@code bytes}. */
  public static int crc32c(Bytes bytes) {
    CRC32C crc = new CRC32C();
    bytes.updateChecksum(crc);
    return (int) crc.getValue();
  }
}
