package dev.zerofs.nfs3.client;

import dev.zerofs.ports.bytes.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The replies of NFS version 3 as they came, statuses as numbers, absent parts as null. */
public final class Nfs3Replies {

  private Nfs3Replies() {}

  /** A fattr3, times in nanoseconds since 1970. */
  public record Attr(
      int type,
      int mode,
      int nlink,
      int uid,
      int gid,
      long size,
      long used,
      int major,
      int minor,
      long fsid,
      long fileid,
      long atime,
      long mtime,
      long ctime) {}

  /** A wcc_attr. */
  public record PreOp(long size, long mtime, long ctime) {}

  /** A wcc_data. */
  public record WccData(@Nullable PreOp before, @Nullable Attr after) {}

  /** GETATTR. */
  public record Got(int status, @Nullable Attr attr) {}

  /** SETATTR, REMOVE, RMDIR. */
  public record Changed(int status, WccData wcc) {}

  /** LOOKUP. */
  public record Found(
      int status, @Nullable Bytes handle, @Nullable Attr object, @Nullable Attr directory) {}

  /** ACCESS. */
  public record Accessed(int status, @Nullable Attr attr, int granted) {}

  /** READLINK. */
  public record Target(int status, @Nullable Attr attr, Bytes target) {}

  /** READ. */
  public record Data(int status, @Nullable Attr attr, int count, boolean eof, Bytes data) {}

  /** WRITE. */
  public record Written(int status, WccData wcc, int count, int committed, long verifier) {}

  /** CREATE, MKDIR, SYMLINK, MKNOD. */
  public record Made(int status, @Nullable Bytes handle, @Nullable Attr attr, WccData wcc) {}

  /** RENAME. */
  public record Moved(int status, WccData from, WccData to) {}

  /** LINK. */
  public record Linked(int status, @Nullable Attr attr, WccData wcc) {}

  /** An entry of READDIR or READDIRPLUS. */
  public record Entry(
      long fileid, Bytes name, long cookie, @Nullable Attr attr, @Nullable Bytes handle) {}

  /** READDIR, READDIRPLUS; the length is that of what follows the status. */
  public record Listed(
      int status,
      @Nullable Attr attr,
      long verifier,
      List<Entry> entries,
      boolean eof,
      int lengthBytes) {}

  /** FSSTAT. */
  public record Usage(
      int status,
      @Nullable Attr attr,
      long totalBytes,
      long freeBytes,
      long availableBytes,
      long totalFiles,
      long freeFiles,
      long availableFiles) {}

  /** FSINFO. */
  public record Info(
      int status,
      @Nullable Attr attr,
      int rtmax,
      int rtpref,
      int rtmult,
      int wtmax,
      int wtpref,
      int wtmult,
      int dtpref,
      long maxFileSize,
      long timeDelta,
      int properties) {}

  /** PATHCONF. */
  public record Conf(
      int status,
      @Nullable Attr attr,
      int linkMax,
      int nameMax,
      boolean noTrunc,
      boolean chownRestricted,
      boolean caseInsensitive,
      boolean casePreserving) {}

  /** COMMIT. */
  public record Committed(int status, WccData wcc, long verifier) {}

  /** MNT. */
  public record Mounted(int status, @Nullable Bytes handle, List<Integer> flavours) {}
}
