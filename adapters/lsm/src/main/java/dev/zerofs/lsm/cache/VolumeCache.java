package dev.zerofs.lsm.cache;

import dev.zerofs.lsm.format.Checksums;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.lsm.manifest.VolumeId;
import dev.zerofs.ports.bytes.Bytes;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The disk cache as the reader of one volume sees it. Safe for use by any number of threads. */
public final class VolumeCache {

  private final DiskCache disk;
  private final VolumeId volume;
  private final Incarnations incarnations;
  private final int partBytes;

  /**
   * A view of {@code disk}.
   *
   * @param partBytes the size of aligned parts, the same as the disk's
   */
  public VolumeCache(DiskCache disk, VolumeId volume, Incarnations incarnations, int partBytes) {
    this.disk = disk;
    this.volume = volume;
    this.incarnations = incarnations;
    this.partBytes = partBytes;
  }

  /** The aligned part of {@code object} at {@code offset}, or null. */
  public @Nullable Bytes findPart(StoredObject object, long offset) {
    CacheKey key = key(kindOf(object), object, offset);
    return key == null ? null : disk.find(key);
  }

  /** Whether the part is here; asks no disk. */
  public boolean hasPart(StoredObject object, long offset) {
    CacheKey key = key(kindOf(object), object, offset);
    return key != null && disk.contains(key);
  }

  /** Keeps a part, if that costs nobody time. */
  public void offerPart(StoredObject object, long offset, Bytes body) {
    CacheKey key = key(kindOf(object), object, offset);
    if (key != null) {
      disk.offer(key, body);
    }
  }

  /** Keeps a whole object in parts, if that costs nobody time. */
  public void offerObject(StoredObject object, Bytes body) {
    for (int at = 0; at < body.length(); at += partBytes) {
      offerPart(object, at, body.slice(at, Math.min(partBytes, body.length() - at)));
    }
  }

  /** Forgets a part whose content has turned out to be wrong. */
  public void forgetPart(StoredObject object, long offset) {
    CacheKey key = key(kindOf(object), object, offset);
    if (key != null) {
      disk.forget(key);
    }
  }

  /** The decoded content of the frame of {@code segment} at {@code offset}, or null. */
  public @Nullable Bytes findValue(StoredObject segment, long offset) {
    CacheKey key = key(Origin.Kind.VALUE, segment, offset);
    return key == null ? null : disk.find(key);
  }

  /** Whether the value is here; asks no disk. */
  public boolean hasValue(StoredObject segment, long offset) {
    CacheKey key = key(Origin.Kind.VALUE, segment, offset);
    return key != null && disk.contains(key);
  }

  /** Whether the journal's files can serve here: else whoever has a value should offer it. */
  public boolean takesFiles() {
    return disk.takesFiles();
  }

  /**
   * Keeps a value that lies in a file of the journal, without writing it again.
   *
   * @return false if that is not possible
   */
  public boolean addLent(
      StoredObject segment, long position, Bytes value, Path file, long fileOffset) {
    CacheKey key = key(Origin.Kind.VALUE, segment, position);
    return key != null
        && disk.addLent(key, file, fileOffset, value.length(), Checksums.crc32c(value));
  }

  /**
   * Keeps the decoded content of a frame, if that costs nobody time. While it waits to be written
   * it must not keep the whole segment in memory that it may be a slice of.
   */
  public void offerValue(StoredObject segment, long position, Bytes value) {
    CacheKey key = key(Origin.Kind.VALUE, segment, position);
    if (key != null) {
      boolean isAlone = value.array().length == value.length();
      disk.offer(key, isAlone ? value : Bytes.wrap(value.toByteArray()));
    }
  }

  private static Origin.Kind kindOf(StoredObject object) {
    return switch (object.kind()) {
      case SEGMENT -> Origin.Kind.SEGMENT_PART;
      case SST -> Origin.Kind.TABLE_PART;
    };
  }

  private @Nullable CacheKey key(Origin.Kind kind, StoredObject object, long position) {
    OptionalLong incarnation = incarnations.of(object);
    if (incarnation.isEmpty()) {
      return null;
    }
    Origin origin =
        new Origin(kind, volume, object.volumeIndex(), object.epoch(), incarnation.getAsLong());
    return new CacheKey(origin, object.id(), position);
  }
}
