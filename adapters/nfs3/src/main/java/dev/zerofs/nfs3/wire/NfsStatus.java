package dev.zerofs.nfs3.wire;

import dev.zerofs.ports.filesystem.Status;

/** The status of an NFSv3 reply (RFC 1813 §2.6, nfsstat3). */
public enum NfsStatus {
  OK(0),
  PERM(1),
  NOENT(2),
  IO(5),
  ACCES(13),
  EXIST(17),
  NOTDIR(20),
  ISDIR(21),
  INVAL(22),
  FBIG(27),
  NOSPC(28),
  ROFS(30),
  MLINK(31),
  NAMETOOLONG(63),
  NOTEMPTY(66),
  DQUOT(69),
  STALE(70),
  BADHANDLE(10001),
  NOT_SYNC(10002),
  TOOSMALL(10005),
  SERVERFAULT(10006),
  BADTYPE(10007),
  JUKEBOX(10008);

  private final int number;

  NfsStatus(int number) {
    this.number = number;
  }

  /** The number on the wire. */
  public int number() {
    return number;
  }

  /** The wire's word for a refusal of the file system. */
  public static NfsStatus of(Status status) {
    return switch (status) {
      case PERM -> PERM;
      case NOENT -> NOENT;
      case IO -> IO;
      case ACCES -> ACCES;
      case EXIST -> EXIST;
      case NOTDIR -> NOTDIR;
      case ISDIR -> ISDIR;
      case INVAL -> INVAL;
      case FBIG -> FBIG;
      case NOSPC -> NOSPC;
      case MLINK -> MLINK;
      case NAMETOOLONG -> NAMETOOLONG;
      case NOTEMPTY -> NOTEMPTY;
      case DQUOT -> DQUOT;
      case STALE -> STALE;
      case NOT_SYNC -> NOT_SYNC;
      case BADTYPE -> BADTYPE;
      case DELAY -> JUKEBOX;
    };
  }
}
