package dev.zerofs.lsm.format;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;

/**
 * What every stored object says of itself: which one it is and who wrote it.
 *
 * @param epoch the epoch of the object's writer
 * @param id the object's number within its kind (and epoch, where its name has one)
 * @param incarnation the random number by which a writer recognises its own objects
 */
public record ObjectHeader(long epoch, long id, long incarnation) {

  /** How many bytes an encoded header takes. */
  public static final int LENGTH_BYTES = 38;

  private static final int VERSION_OFFSET = Long.BYTES;

  /** Checks the signs. */
  public ObjectHeader {
    if (epoch < 0 || id < 0) {
      throw new IllegalArgumentException("negative epoch " + epoch + " or id " + id);
    }
  }

  /** Appends this header for an object of {@code kind} to {@code out}. */
  public void encode(ObjectKind kind, ByteWriter out) {
    int from = out.length();
    out.u64(kind.magic()).u16(kind.version()).u64(epoch).u64(id).u64(incarnation).crc32cFrom(from);
  }

  /**
   * Reads a header of an object of {@code kind}.
   *
   * @param bytes at least {@link #LENGTH_BYTES}, of which the first are the header
   * @param name the object's, for messages
   * @throws KeyValueException.Corrupt if this is no such header, or a damaged one
   * @throws KeyValueException.Unusable if this release does not read the object's version
   */
  public static ObjectHeader decode(ObjectKind kind, Bytes bytes, Object name) {
    ByteReader in = new ByteReader(bytes, name);
    if (in.remaining() < LENGTH_BYTES || in.u64() != kind.magic()) {
      throw in.corrupt("not " + kind.title());
    }
    int version = in.u16();
    long epoch = in.u64();
    long id = in.u64();
    long incarnation = in.u64();
    if (in.u32() != Checksums.crc32c(bytes.slice(0, LENGTH_BYTES - Integer.BYTES))) {
      throw in.corrupt("checksum of the header does not match");
    }
    kind.requireReadable(version, name);
    if (epoch < 0 || id < 0) {
      throw in.corrupt("negative epoch or id");
    }
    return new ObjectHeader(epoch, id, incarnation);
  }

  /** The format version in the header that {@code bytes} begins with, which has been decoded. */
  public static int versionOf(Bytes bytes) {
    return new ByteReader(bytes.slice(VERSION_OFFSET), "header").u16();
  }

  /**
   * Checks that this is the header of the object that was asked for.
   *
   * @throws KeyValueException.Corrupt if another object lies under the name
   */
  public ObjectHeader require(long expectedEpoch, long expectedId, Object name) {
    if (epoch != expectedEpoch || id != expectedId) {
      throw new KeyValueException.Corrupt(
          name + " is corrupt: the object there is epoch " + epoch + " id " + id, null);
    }
    return this;
  }
}
