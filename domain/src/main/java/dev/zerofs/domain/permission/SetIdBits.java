package dev.zerofs.domain.permission;

import dev.zerofs.domain.layout.Inode;
import dev.zerofs.ports.filesystem.Caller;

/** When the set-uid and set-gid bits of a mode must go, so that nobody gains rights by them. */
public final class SetIdBits {
  private SetIdBits() {}

  /** The mode after {@code caller} changed the data. */
  public static int afterWrite(Inode inode, Caller caller) {
    return Permissions.owns(inode, caller)
        ? inode.mode()
        : inode.mode() & ~(Inode.SET_UID | Inode.SET_GID);
  }

  /** The mode after the owner or group of a file changed; directories keep theirs. */
  public static int afterChangeOfOwner(Inode inode) {
    if (inode.isDirectory()) {
      return inode.mode();
    }
    int mode = inode.mode() & ~Inode.SET_UID;
    return (mode & Inode.GROUP_EXECUTE) != 0 ? mode & ~Inode.SET_GID : mode;
  }

  /** What of a wanted mode {@code caller} may set on a file of group {@code gid}. */
  public static int allowed(int wantedMode, int gid, Caller caller) {
    return caller.isSuperuser() || caller.isMember(gid) ? wantedMode : wantedMode & ~Inode.SET_GID;
  }
}
