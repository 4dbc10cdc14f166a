package dev.zerofs.lsm.cache;

import dev.zerofs.lsm.format.ByteReader;
import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.lsm.format.Checksums;
import dev.zerofs.lsm.manifest.VolumeId;
import dev.zerofs.ports.bytes.Bytes;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** How slabs are named, and their heads and those of records written; see the package. */
final class SlabFormat {

  static final int HEAD_BYTES = 26;
  static final int RECORD_HEAD_BYTES = 69;

  private static final long MAGIC = 0x5a65726f534c4142L;
  private static final int VERSION = 1;
  private static final int RECORD_MAGIC = 0x736c6272;
  private static final String SUFFIX = ".slab";
  private static final String TAKEN_SUFFIX = ".taken";
  private static final String INDEX_SUFFIX = ".index";
  private static final long INDEX_MAGIC = 0x5a65726f53494458L;
  private static final int INDEX_HEAD_BYTES = 22;
  private static final int INDEX_ENTRY_BYTES = RECORD_HEAD_BYTES + Integer.BYTES;

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

  /** Where a file that was the journal's is. */
  static Path takenPath(Path directory, long number) {
    return directory.resolve("%016x".formatted(number) + TAKEN_SUFFIX);
  }

  /** Where the index of such a file is. */
  static Path indexPath(Path directory, long number) {
    return directory.resolve("%016x".formatted(number) + INDEX_SUFFIX);
  }

  /** The number of the file of this name, or -1 if it is none of the cache's. */
  static long numberOf(String name) {
    return name.matches("[0-7][0-9a-f]{15}\\.(slab|taken|index)")
        ? Long.parseLong(name.substring(0, name.indexOf('.')), 16)
        : -1;
  }

  /** What kind of slab the file of this name is, or null for an index. */
  static Slab.@Nullable Kind kindOf(String name) {
    if (name.endsWith(SUFFIX)) {
      return Slab.Kind.OWN;
    }
    return name.endsWith(TAKEN_SUFFIX) ? Slab.Kind.TAKEN : null;
  }

  /** The index of a file that was the journal's. */
  static Bytes index(int partBytes, long number, List<Catalogue.Kept> entries) {
    ByteWriter out = new ByteWriter(INDEX_HEAD_BYTES + entries.size() * INDEX_ENTRY_BYTES + 8);
    out.u64(INDEX_MAGIC).u16(VERSION).u32(partBytes).u64(number);
    for (Catalogue.Kept entry : entries) {
      Place place = entry.place();
      out.bytes(recordHead(entry.key(), place.length(), place.crc())).u32(place.offset());
    }
    return out.crc32cFrom(0).takeBytes();
  }

  /** Tells of every entry in an index; false if {@code bytes} are none that can be used. */
  static boolean readIndex(
      Bytes bytes, int partBytes, Slab slab, BiConsumer<CacheKey, Place> found) {
    int checked = bytes.length() - Integer.BYTES;
    if (checked < INDEX_HEAD_BYTES
        || (checked - INDEX_HEAD_BYTES) % INDEX_ENTRY_BYTES != 0
        || new ByteReader(bytes.slice(checked), "index").u32()
            != Checksums.crc32c(bytes.slice(0, checked))) {
      return false;
    }
    ByteReader in = new ByteReader(bytes.slice(0, checked), "index");
    if (in.u64() != INDEX_MAGIC
        || in.u16() != VERSION
        || in.u32() != partBytes
        || in.u64() != slab.number()) {
      return false;
    }
    while (in.remaining() > 0) {
      RecordHead head = recordHead(in.bytes(RECORD_HEAD_BYTES));
      int offset = in.u32();
      if (head == null || offset < 0 || (long) offset + head.length() > slab.fileBytes()) {
        return false;
      }
      found.accept(head.key(), new Place(slab, offset, head.length(), head.crc()));
    }
    return true;
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
    return recordHead(key, body.length(), Checksums.crc32c(body));
  }

  private static Bytes recordHead(CacheKey key, int length, int crc) {
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
        .u32(length)
        .u32(crc)
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
