package dev.zerofs.domain.operation;

import dev.zerofs.domain.layout.Body;
import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.layout.Times;
import dev.zerofs.domain.permission.SetIdBits;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.TimeChange;

/**
 * What a new inode looks like. A client may name any owner and group, but only the superuser, and
 * for the group its members, are heard; others silently get their own, as clients exist that always
 * send some.
 */
final class NewInodes {
  private NewInodes() {}

  /** A new inode in {@code directory}. */
  static Inode make(
      FileId id, Body body, Inode directory, Caller caller, AttributeChange attributes, long now) {
    int uid = uid(caller, attributes);
    int gid = gid(directory, caller, attributes);
    int linkCount = body instanceof Body.Directory ? 2 : 1;
    long sizeBytes = sizeBytes(body, attributes);
    int mode = mode(body, directory, gid, caller, attributes);
    return new Inode(id, mode, uid, gid, linkCount, sizeBytes, 0, times(attributes, now), body);
  }

  private static int uid(Caller caller, AttributeChange attributes) {
    Integer wanted = attributes.uid();
    return wanted != null && caller.isSuperuser() ? wanted : caller.uid();
  }

  private static int gid(Inode directory, Caller caller, AttributeChange attributes) {
    Integer wanted = attributes.gid();
    if (wanted != null && (caller.isSuperuser() || caller.isMember(wanted))) {
      return wanted;
    }
    return (directory.mode() & Inode.SET_GID) != 0 ? directory.gid() : caller.gid();
  }

  private static int mode(
      Body body, Inode directory, int gid, Caller caller, AttributeChange attributes) {
    if (body instanceof Body.Symlink) {
      return 0777;
    }
    int wanted = attributes.mode() == null ? 0 : attributes.mode() & Inode.MODE_MASK;
    int allowed = SetIdBits.allowed(wanted, gid, caller);
    boolean inherits = body instanceof Body.Directory && (directory.mode() & Inode.SET_GID) != 0;
    return inherits ? allowed | Inode.SET_GID : allowed;
  }

  private static long sizeBytes(Body body, AttributeChange attributes) {
    Long wanted = attributes.sizeBytes();
    return wanted != null && body instanceof Body.RegularFile ? wanted : 0;
  }

  private static Times times(AttributeChange attributes, long now) {
    return new Times(time(attributes.accessed(), now), time(attributes.modified(), now), now);
  }

  private static long time(TimeChange change, long now) {
    return switch (change) {
      case TimeChange.ToClientTime(long epochNanos) -> epochNanos;
      case TimeChange.Keep _, TimeChange.ToServerTime _ -> now;
    };
  }
}
