package dev.zerofs.ports.filesystem;

import dev.zerofs.ports.bytes.Bytes;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may do what in the model, and which names there can be. */
final class ModelRules {
  static final int NAME_MAX_BYTES = 255;

  private static final int SET_IDS = 06000;
  private static final int SET_UID = 04000;
  private static final int STICKY = 01000;

  /** An operation says no. */
  static final class No extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final Status status;

    No(Status status) {
      super(status.name());
      this.status = status;
    }
  }

  private ModelRules() {}

  static Set<AccessRight> granted(Caller caller, ModelNode node, Set<AccessRight> wanted) {
    Set<AccessRight> granted = EnumSet.noneOf(AccessRight.class);
    for (AccessRight right : wanted) {
      boolean bit =
          switch (right) {
            case READ -> may(caller, node, 4);
            case LOOKUP -> node.isDirectory() && may(caller, node, 1);
            case MODIFY, EXTEND -> may(caller, node, 2);
            case DELETE -> node.isDirectory() && may(caller, node, 2);
            case EXECUTE -> node.type == FileType.REGULAR && may(caller, node, 1);
          };
      if (bit) {
        granted.add(right);
      }
    }
    return granted;
  }

  static void requireSettable(Caller caller, ModelNode node, AttributeChange change) {
    boolean owner = caller.uid() == 0 || caller.uid() == node.uid;
    boolean ownersOnly =
        change.mode() != null
            || change.uid() != null
            || change.gid() != null
            || change.accessed() instanceof TimeChange.ToClientTime
            || change.modified() instanceof TimeChange.ToClientTime;
    refuseIf(ownersOnly && !owner, Status.PERM);
    if (caller.uid() != 0) {
      refuseIf(change.uid() != null && change.uid() != node.uid, Status.PERM);
      refuseIf(
          change.gid() != null && change.gid() != node.gid && !caller.isMember(change.gid()),
          Status.PERM);
    }
    if (change.sizeBytes() != null) {
      refuseIf(node.isDirectory(), Status.ISDIR);
      refuseIf(node.type != FileType.REGULAR, Status.INVAL);
      refuseIf(change.sizeBytes() < 0, Status.FBIG);
    }
    refuseIf(!owner && !may(caller, node, 2), Status.ACCES);
  }

  static int withoutSetIds(ModelNode node) {
    if (node.isDirectory()) {
      return node.mode;
    }
    return node.mode & ((node.mode & 010) != 0 ? ~SET_IDS : ~SET_UID);
  }

  static @Nullable ModelNode findForMaking(Caller caller, ModelNode parent, Bytes name) {
    requireName(name);
    refuseIf(isDot(name) || isDotDot(name), Status.EXIST);
    refuseIf(!may(caller, parent, 1), Status.ACCES);
    return parent.child(name);
  }

  static ModelNode removable(Caller caller, ModelNode parent, Bytes name) {
    refuseIf(!may(caller, parent, 1), Status.ACCES);
    ModelNode child = parent.child(name);
    if (child == null) {
      throw new No(Status.NOENT);
    }
    refuseIf(!may(caller, parent, 2), Status.ACCES);
    refuseIf(sticks(caller, parent, child), Status.PERM);
    return child;
  }

  static void requireMovable(
      Caller caller, ModelNode from, ModelNode to, ModelNode moved, @Nullable ModelNode replaced) {
    for (ModelNode above = to; moved.isDirectory(); above = Objects.requireNonNull(above.parent)) {
      refuseIf(above == moved, Status.INVAL);
      if (above.parent == above) {
        break;
      }
    }
    refuseIf(!may(caller, from, 2), Status.ACCES);
    refuseIf(sticks(caller, from, moved), Status.PERM);
    refuseIf(!may(caller, to, 2), Status.ACCES);
    if (replaced != null) {
      refuseIf(sticks(caller, to, replaced), Status.PERM);
      refuseIf(moved.isDirectory() && !replaced.isDirectory(), Status.NOTDIR);
      refuseIf(!moved.isDirectory() && replaced.isDirectory(), Status.ISDIR);
      refuseIf(!replaced.names.isEmpty(), Status.NOTEMPTY);
    }
    refuseIf(moved.isDirectory() && from != to && !may(caller, moved, 2), Status.ACCES);
  }

  static boolean may(Caller caller, ModelNode node, int bit) {
    if (caller.uid() == 0) {
      return bit != 1 || node.isDirectory() || (node.mode & 0111) != 0;
    }
    int bits =
        caller.uid() == node.uid
            ? node.mode >> 6
            : caller.isMember(node.gid) ? node.mode >> 3 : node.mode;
    return (bits & bit) != 0;
  }

  static boolean owns(Caller caller, ModelNode node) {
    return caller.uid() == 0 || caller.uid() == node.uid;
  }

  static boolean sticks(Caller caller, ModelNode directory, ModelNode child) {
    return (directory.mode & STICKY) != 0 && !owns(caller, directory) && !owns(caller, child);
  }

  static void requireName(Bytes name) {
    refuseIf(name.length() > NAME_MAX_BYTES, Status.NAMETOOLONG);
    refuseIf(
        name.isEmpty() || name.indexOf((byte) 0) >= 0 || name.indexOf((byte) '/') >= 0,
        Status.INVAL);
  }

  static boolean isDot(Bytes name) {
    return name.equals(Bytes.utf8("."));
  }

  static boolean isDotDot(Bytes name) {
    return name.equals(Bytes.utf8(".."));
  }

  static void refuseIf(boolean condition, Status status) {
    if (condition) {
      throw new No(status);
    }
  }
}
