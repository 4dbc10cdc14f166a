package dev.zerofs.nfs3.procedure;

import dev.zerofs.nfs3.xdr.XdrReader;

/** The procedures in the order of their numbers, from 1 on: 0 is the null procedure. */
enum Nfs3Procedure {
  GETATTR,
  SETATTR,
  LOOKUP,
  ACCESS,
  READLINK,
  READ,
  WRITE,
  CREATE,
  MKDIR,
  SYMLINK,
  MKNOD,
  REMOVE,
  RMDIR,
  RENAME,
  LINK,
  READDIR,
  READDIRPLUS,
  FSSTAT,
  FSINFO,
  PATHCONF,
  COMMIT;

  /** More than the attributes and handles of any reply. */
  private static final int OBJECTS_BYTES_MAX = 512;

  private static final int SYMLINK_BYTES_MAX = 4096;

  /** Reads the arguments. */
  NfsCall<?> decode(XdrReader in) {
    return switch (this) {
      case GETATTR -> GetAttr.decode(in);
      case SETATTR -> SetAttr.decode(in);
      case LOOKUP -> Lookup.decode(in);
      case ACCESS -> CheckAccess.decode(in);
      case READLINK -> ReadLink.decode(in);
      case READ -> Read.decode(in);
      case WRITE -> Write.decode(in);
      case CREATE -> Create.decode(in);
      case MKDIR -> MkDir.decode(in);
      case SYMLINK -> SymLink.decode(in);
      case MKNOD -> MkNod.decode(in);
      case REMOVE -> Remove.decode(in);
      case RMDIR -> RmDir.decode(in);
      case RENAME -> Rename.decode(in);
      case LINK -> Link.decode(in);
      case READDIR -> ReadDir.decode(in);
      case READDIRPLUS -> ReadDir.decodePlus(in);
      case FSSTAT -> FsStat.decode(in);
      case FSINFO -> FsInfo.decode(in);
      case PATHCONF -> PathConf.decode(in);
      case COMMIT -> Commit.decode(in);
    };
  }

  /**
   * Whether it changes the volume: then a read-only export refuses it, and a repetition replays.
   */
  boolean changes() {
    return switch (this) {
      case SETATTR, WRITE, CREATE, MKDIR, SYMLINK, MKNOD, REMOVE, RMDIR, RENAME, LINK -> true;
      case GETATTR,
          LOOKUP,
          ACCESS,
          READLINK,
          READ,
          READDIR,
          READDIRPLUS,
          FSSTAT,
          FSINFO,
          PATHCONF,
          COMMIT ->
          false;
    };
  }

  /**
   * Whether a repetition replays even after the server was started anew. A WRITE is carried out
   * again: it says where its data belongs, so it succeeds again and nothing is there twice.
   */
  boolean outlivesServer() {
    return changes() && this != WRITE;
  }

  /** The most bytes its results may have with these arguments. */
  int resultBytesMax(XdrReader in) {
    int dataBytesMax =
        switch (this) {
          case READ -> Read.resultBytesMax(in);
          case READDIR -> ReadDir.resultBytesMax(in);
          case READDIRPLUS -> ReadDir.resultBytesMaxPlus(in);
          case READLINK -> SYMLINK_BYTES_MAX;
          case GETATTR,
              SETATTR,
              LOOKUP,
              ACCESS,
              WRITE,
              CREATE,
              MKDIR,
              SYMLINK,
              MKNOD,
              REMOVE,
              RMDIR,
              RENAME,
              LINK,
              FSSTAT,
              FSINFO,
              PATHCONF,
              COMMIT ->
              0;
        };
    return OBJECTS_BYTES_MAX + dataBytesMax;
  }
}
