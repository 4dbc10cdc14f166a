package dev.zerofs.domain.layout;

import dev.zerofs.domain.layout.Body.DeviceNode;
import dev.zerofs.domain.layout.Body.Directory;
import dev.zerofs.domain.layout.Body.RegularFile;
import dev.zerofs.ports.filesystem.Attributes;
import dev.zerofs.ports.filesystem.Device;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileType;

/**
 * Everything about a file but its names and its bytes.
 *
 * @param id which file
 * @param mode permission bits, set-id and sticky: the low 12 bits
 * @param uid owner, unsigned 32 bits
 * @param gid group, unsigned 32 bits
 * @param linkCount how many names it has (directories: 2 + the number of subdirectories)
 * @param sizeBytes the length of a regular file's data, 0 for others
 * @param usedBytes the sum of the lengths of its chunks
 * @param times atime, mtime, ctime
 * @param body what its type adds
 */
public record Inode(
    FileId id,
    int mode,
    int uid,
    int gid,
    int linkCount,
    long sizeBytes,
    long usedBytes,
    Times times,
    Body body) {
  /** The id of the root directory. */
  public static final long ROOT = 0;

  /** The low bits of a mode that a file system keeps. */
  public static final int MODE_MASK = 07777;

  /** The set-uid bit. */
  public static final int SET_UID = 04000;

  /** The set-gid bit. */
  public static final int SET_GID = 02000;

  /** The sticky bit. */
  public static final int STICKY = 01000;

  /** The bit that lets the group execute. */
  public static final int GROUP_EXECUTE = 00010;

  /** What stat tells of every directory: names take no space of their own that could be counted. */
  private static final long DIRECTORY_SIZE_BYTES = 4096;

  /** What it is. */
  public FileType type() {
    return body.type();
  }

  /** Whether it is a directory. */
  public boolean isDirectory() {
    return body instanceof Directory;
  }

  /** Whether it is a regular file. */
  public boolean isRegular() {
    return body instanceof RegularFile;
  }

  /**
   * What it is as a directory.
   *
   * @throws IllegalStateException if it is none
   */
  public Directory directory() {
    if (body instanceof Directory directory) {
      return directory;
    }
    throw new IllegalStateException("inode " + id.inode() + " is no directory but a " + type());
  }

  /** With another mode. */
  public Inode withMode(int newMode) {
    return new Inode(
        id, newMode & MODE_MASK, uid, gid, linkCount, sizeBytes, usedBytes, times, body);
  }

  /** With another owner and group. */
  public Inode withOwner(int newUid, int newGid) {
    return new Inode(id, mode, newUid, newGid, linkCount, sizeBytes, usedBytes, times, body);
  }

  /** With more or fewer names. */
  public Inode withLinkCount(int count) {
    return new Inode(id, mode, uid, gid, count, sizeBytes, usedBytes, times, body);
  }

  /** With another length. */
  public Inode withSize(long newSizeBytes, long newUsedBytes) {
    return new Inode(id, mode, uid, gid, linkCount, newSizeBytes, newUsedBytes, times, body);
  }

  /** With other times. */
  public Inode withTimes(Times newTimes) {
    return new Inode(id, mode, uid, gid, linkCount, sizeBytes, usedBytes, newTimes, body);
  }

  /** With another body of the same type. */
  public Inode withBody(Body newBody) {
    return new Inode(id, mode, uid, gid, linkCount, sizeBytes, usedBytes, times, newBody);
  }

  /** What stat(2) tells of it. */
  public Attributes attributes() {
    long shownSizeBytes =
        switch (body) {
          case RegularFile _ -> sizeBytes;
          case Directory _ -> DIRECTORY_SIZE_BYTES;
          case Body.Symlink(var target) -> target.length();
          case DeviceNode _, Body.Endpoint _ -> 0;
        };
    Device device = body instanceof DeviceNode node ? node.device() : Device.NONE;
    return new Attributes(
        id,
        type(),
        mode,
        linkCount,
        uid,
        gid,
        shownSizeBytes,
        usedBytes,
        device,
        times.accessed(),
        times.modified(),
        times.changed());
  }
}
