package dev.zerofs.ports.filesystem;

import static dev.zerofs.ports.filesystem.ModelRules.may;
import static dev.zerofs.ports.filesystem.ModelRules.owns;
import static dev.zerofs.ports.filesystem.ModelRules.refuseIf;
import static dev.zerofs.ports.filesystem.ModelRules.withoutSetIds;

import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The longer steps of the model's operations. */
final class ModelChanges {
  private static final int SET_IDS = 06000;
  private static final int SET_GID = 02000;

  private ModelChanges() {}

  static void set(Caller caller, ModelNode node, AttributeChange change, long now) {
    boolean root = caller.uid() == 0;
    boolean owned = change.uid() != null || change.gid() != null;
    node.uid = change.uid() == null ? node.uid : change.uid();
    node.gid = change.gid() == null ? node.gid : change.gid();
    boolean chmod = change.mode() != null && node.type != FileType.SYMLINK;
    int kept = owned ? withoutSetIds(node) : node.mode;
    if (chmod) {
      node.mode = Objects.requireNonNull(change.mode()) & 07777;
      node.mode &= root || caller.isMember(node.gid) ? 07777 : ~SET_GID;
      node.mode = owned && !root ? withoutSetIds(node) : node.mode;
    } else {
      node.mode = kept;
    }
    if (change.sizeBytes() != null) {
      node.resize(change.sizeBytes());
      node.mode = root || caller.uid() == node.uid ? node.mode : node.mode & ~SET_IDS;
    }
    node.changed(now);
    if (change.sizeBytes() != null || change.modified() instanceof TimeChange.ToServerTime) {
      node.mtime = node.ctime;
    }
    if (change.modified() instanceof TimeChange.ToClientTime(long nanos)) {
      node.mtime = nanos;
    }
    if (change.accessed() instanceof TimeChange.ToServerTime) {
      node.atime = node.ctime;
    }
    if (change.accessed() instanceof TimeChange.ToClientTime(long nanos)) {
      node.atime = nanos;
    }
    node.verifier = null;
  }

  static Created reopen(
      Caller caller, ModelNode parent, ModelNode taken, CreateMode mode, long now) {
    Wcc unchanged = Wcc.unchanged(parent.attributes());
    if (mode instanceof CreateMode.Exclusive(long verifier)
        && Objects.equals(taken.verifier, verifier)) {
      return new Created(taken.attributes(), unchanged);
    }
    if (mode instanceof CreateMode.Unchecked(var wanted) && taken.type == FileType.REGULAR) {
      Long size = wanted.sizeBytes();
      if (size != null) {
        refuseIf(size < 0, Status.FBIG);
        refuseIf(!owns(caller, taken) && !may(caller, taken, 2), Status.ACCES);
        taken.resize(size);
        taken.mode = owns(caller, taken) ? taken.mode : taken.mode & ~SET_IDS;
        taken.modified(now);
      }
      return new Created(taken.attributes(), unchanged);
    }
    throw new ModelRules.No(Status.EXIST);
  }

  /** A new inode in {@code parent}. */
  static ModelNode born(
      FileId id,
      FileType type,
      Caller caller,
      ModelNode parent,
      AttributeChange attributes,
      long now) {
    boolean root = caller.uid() == 0;
    int uid = root && attributes.uid() != null ? attributes.uid() : caller.uid();
    int gid = (parent.mode & SET_GID) != 0 ? parent.gid : caller.gid();
    if (attributes.gid() != null && (root || caller.isMember(attributes.gid()))) {
      gid = attributes.gid();
    }
    int mode = attributes.mode() == null ? 0 : attributes.mode() & 07777;
    mode &= root || caller.isMember(gid) ? 07777 : ~SET_GID;
    ModelNode made = new ModelNode(id, type, mode, uid, gid, now);
    if (attributes.accessed() instanceof TimeChange.ToClientTime(long nanos)) {
      made.atime = nanos;
    }
    if (attributes.modified() instanceof TimeChange.ToClientTime(long nanos)) {
      made.mtime = nanos;
    }
    return made;
  }

  /** Offers a directory's entries after a cookie. Returns whether all were taken. */
  static boolean offer(ModelNode node, long afterCookie, boolean withAttributes, EntrySink sink) {
    List<DirectoryEntry> entries = new ArrayList<>();
    entries.add(entry(Bytes.utf8("."), 1, node));
    entries.add(entry(Bytes.utf8(".."), 2, Objects.requireNonNull(node.parent)));
    node.names.forEach((cookie, name) -> entries.add(entry(name.name(), cookie, name.node())));
    for (DirectoryEntry entry : entries) {
      if (afterCookie < 0 || entry.cookie() <= afterCookie) {
        continue;
      }
      DirectoryEntry bare = new DirectoryEntry(entry.name(), entry.cookie(), entry.inode(), null);
      if (!sink.accept(withAttributes ? entry : bare)) {
        return false;
      }
    }
    return true;
  }

  private static DirectoryEntry entry(Bytes name, long cookie, ModelNode node) {
    return new DirectoryEntry(name, cookie, node.id.inode(), node.attributes());
  }
}
