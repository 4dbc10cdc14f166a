package dev.zerofs.lsm.cache;

import dev.zerofs.lsm.format.ByteReader;
import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.lsm.format.Checksums;
import dev.zerofs.lsm.manifest.VolumeId;
import dev.zerofs.ports.bytes.Bytes;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How slabs are named, and their heads and those of records written; see the package. */
final class SlabFormat {

  static final int HEAD_BYTES = 26;
  static final int RECORD_HEAD_BYTES = 69;

  private static final long MAGIC = 0x5a65726f534c4142L;
  private static final int VERSION = 1;
  private static final int RECORD_MAGIC = 0x736c6272;
  private static final String SUFFIX = ".slab";

  /**
   * The head of a record.
   *
   * @param key the entry's
   * @param length how many bytes follow
   * @param crc their checksum
   */
  record RecordHead(CacheKey key, int length, int crc) {}

  private SlabFormat() {}

  static Path path(Path directory, long number) {
    return directory.resolve("%016x".formatted(number) + SUFFIX);
  }

  /** The number of the slab of this name, or -1 if it is none. */
  static long numberOf(String name) {
    return name.matches("[0-7][0-9a-f]{15}\\.slab")
        ? Long.parseLong(name.substring(0, name.length() - SUFFIX.length()), 16)
        : -1;
  }

  static Bytes head(int partBytes, long number) {
    return new ByteWriter(HEAD_BYTES)
        .u64(MAGIC)
        .u16(VERSION)
        .u32(partBytes)
        .u64(number)
        .crc32cFrom(0)
        .takeBytes();
  }

  /** Whether {@code bytes} are the head of a slab that can be used. */
  static boolean isHead(Bytes bytes, int partBytes, long number) {
    return bytes.equals(head(partBytes, number));
  }

  static Bytes recordHead(CacheKey key, Bytes body) {
    Origin origin = key.origin();
    return new ByteWriter(RECORD_HEAD_BYTES)
        .u32(RECORD_MAGIC)
        .u8(origin.kind().code())
        .u64(origin.volume().high())
        .u64(origin.volume().low())
        .u32(origin.volumeIndex())
        .u64(origin.epoch())
        .u64(origin.incarnation())
        .u64(key.id())
        .u64(key.position())
        .u32(body.length())
        .u32(Checksums.crc32c(body))
        .crc32cFrom(0)
        .takeBytes();
  }

  /** The head of a record that {@code bytes} are, or null if they are none. */
  static @Nullable RecordHead recordHead(Bytes bytes) {
    ByteReader in = new ByteReader(bytes, "slab");
    int checked = RECORD_HEAD_BYTES - Integer.BYTES;
    if (in.u32() != RECORD_MAGIC
        || new ByteReader(bytes.slice(checked), "slab").u32()
            != Checksums.crc32c(bytes.slice(0, checked))) {
      return null;
    }
    Origin.Kind kind = Origin.Kind.of(in.u8());
    VolumeId volume = new VolumeId(in.u64(), in.u64());
    int volumeIndex = in.u32();
    long epoch = in.u64();
    long incarnation = in.u64();
    long id = in.u64();
    long position = in.u64();
    int length = in.u32();
    if (kind == null || length <= 0) {
      return null;
    }
    Origin origin = new Origin(kind, volume, volumeIndex, epoch, incarnation);
    return new RecordHead(new CacheKey(origin, id, position), length, in.u32());
  }
}
