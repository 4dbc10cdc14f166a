package dev.zerofs.ports.filesystem;

import static dev.zerofs.ports.filesystem.ModelRules.may;
import static dev.zerofs.ports.filesystem.ModelRules.refuseIf;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a model and the names by which they hang together: finds them, makes them, moves
 * them and lets them go, and counts links. Guarded by its file system's lock.
 */
final class ModelTree {
  private final Clock clock;
  private final Map<Long, ModelNode> nodes = new HashMap<>();
  private final ModelNode root;
  private long nextId = 1;
  private long generation = 1;

  ModelTree(Clock clock, long rootGeneration) {
    this.clock = clock;
    root = new ModelNode(new FileId(0, rootGeneration), FileType.DIRECTORY, 0755, 0, 0, now());
    root.parent = root;
    nodes.put(0L, root);
  }

  ModelNode root() {
    return root;
  }

  /** The generation of new nodes. */
  long generation() {
    return generation;
  }

  void setGeneration(long newGeneration) {
    generation = newGeneration;
  }

  void setNextInode(long inode) {
    nextId = inode;
  }

  int inodeCount() {
    return nodes.size();
  }

  long usedBytes() {
    return nodes.values().stream().mapToLong(ModelNode::used).sum();
  }

  /** The node of {@code file}, or null if there is none any more. */
  @Nullable ModelNode find(FileId file) {
    ModelNode node = nodes.get(file.inode());
    return node == null || !node.id.equals(file) ? null : node;
  }

  /** The node of {@code file}; refuses with STALE. */
  ModelNode node(FileId file) {
    ModelNode node = find(file);
    if (node == null) {
      throw new ModelRules.No(Status.STALE);
    }
    return node;
  }

  /** The directory {@code directory}. */
  ModelNode directory(FileId directory) {
    ModelNode node = node(directory);
    refuseIf(!node.isDirectory(), Status.NOTDIR);
    return node;
  }

  /** The regular file {@code file}. */
  ModelNode regular(FileId file) {
    ModelNode node = node(file);
    refuseIf(node.isDirectory(), Status.ISDIR);
    refuseIf(node.type != FileType.REGULAR, Status.INVAL);
    return node;
  }

  /** Makes a node and its first name. */
  ModelNode make(
      Caller caller, ModelNode parent, Bytes name, FileType type, AttributeChange attributes) {
    refuseIf(!may(caller, parent, 2), Status.ACCES);
    FileId id = new FileId(nextId++, generation);
    ModelNode made = ModelChanges.born(id, type, caller, parent, attributes, now());
    nodes.put(id.inode(), made);
    parent.add(name, made);
    parent.links += made.isDirectory() ? 1 : 0;
    parent.modified(now());
    return made;
  }

  /** Takes away the name of {@code child}, and the node with its last one. */
  Wcc leave(ModelNode parent, Bytes name, ModelNode child) {
    Attributes before = parent.attributes();
    parent.drop(name);
    parent.modified(now());
    parent.links -= child.isDirectory() ? 1 : 0;
    unlink(child);
    return new Wcc(before, parent.attributes());
  }

  private void unlink(ModelNode child) {
    child.links--;
    child.changed(now());
    if (child.links == 0 || child.isDirectory()) {
      nodes.remove(child.id.inode());
    }
  }

  /** Takes a name from one directory to another, in the place of {@code replaced}. */
  void move(
      ModelNode from,
      Bytes sourceName,
      ModelNode to,
      Bytes targetName,
      ModelNode moved,
      @Nullable ModelNode replaced) {
    from.drop(sourceName);
    if (moved.isDirectory()) {
      from.links--;
      to.links++;
      moved.parent = to;
    }
    if (replaced != null) {
      to.links -= replaced.isDirectory() ? 1 : 0;
      unlink(replaced);
    }
    to.add(targetName, moved);
    moved.changed(now());
    from.modified(now());
    if (to != from) {
      to.modified(now());
    }
  }

  /** The time for changes of now. */
  long now() {
    return clock.epochNanos();
  }
}
