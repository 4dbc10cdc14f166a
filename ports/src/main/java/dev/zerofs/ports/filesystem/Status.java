package dev.zerofs.ports.filesystem;

/**
 * Why an operation was refused. The names are those of errno(3) and RFC 1813 §2.6 where both have
 * one.
 */
public enum Status {
  /** Only the owner or the superuser may. */
  PERM,
  /** No such name. */
  NOENT,
  /** Data is damaged or cannot be had. */
  IO,
  /** The mode bits do not allow it. */
  ACCES,
  /** The name exists already. */
  EXIST,
  /** Not a directory. */
  NOTDIR,
  /** Is a directory. */
  ISDIR,
  /** The argument makes no sense for this object. */
  INVAL,
  /** The file would become too large. */
  FBIG,
  /** No room left. */
  NOSPC,
  /** Too many links to one inode. */
  MLINK,
  /** A name or path is too long. */
  NAMETOOLONG,
  /** The directory is not empty. */
  NOTEMPTY,
  /** Over the quota. */
  DQUOT,
  /** The file does not exist any more. */
  STALE,
  /** The guard of a setattr does not match: nothing was changed. */
  NOT_SYNC,
  /** The type cannot be made this way. */
  BADTYPE,
  /** Not now; nothing was applied; ask again later (NFS3ERR_JUKEBOX). */
  DELAY
}
