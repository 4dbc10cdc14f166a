package dev.zerofs.ports.filesystem;

import static dev.zerofs.ports.filesystem.ModelRules.findForMaking;
import static dev.zerofs.ports.filesystem.ModelRules.isDot;
import static dev.zerofs.ports.filesystem.ModelRules.isDotDot;
import static dev.zerofs.ports.filesystem.ModelRules.may;
import static dev.zerofs.ports.filesystem.ModelRules.owns;
import static dev.zerofs.ports.filesystem.ModelRules.refuseIf;
import static dev.zerofs.ports.filesystem.ModelRules.removable;
import static dev.zerofs.ports.filesystem.ModelRules.requireMovable;
import static dev.zerofs.ports.filesystem.ModelRules.requireName;
import static dev.zerofs.ports.filesystem.ModelRules.requireSettable;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A file system in plain Java objects under one lock, written to be read beside POSIX and RFC 1813:
 * the oracle that real ones are compared with, and something to put behind a protocol in its tests.
 * Everything is stable at once. Safe for use by any number of threads.
 */
public final class ModelFileSystem implements FileSystem {
  private static final int TARGET_MAX_BYTES = 4095;
  private static final int SET_IDS = 06000;
  private static final int SET_GID = 02000;

  private final ModelTree tree;

  /** An empty file system: a root directory with mode 0755 that belongs to the superuser. */
  public ModelFileSystem(Clock clock) {
    this(clock, 1);
  }

  /** The same with a root directory of this generation. */
  public ModelFileSystem(Clock clock, long rootGeneration) {
    tree = new ModelTree(clock, rootGeneration);
  }

  /** From now on new files get this generation. */
  public synchronized void setGeneration(long newGeneration) {
    tree.setGeneration(newGeneration);
  }

  /** The next new file gets this number. */
  public synchronized void setNextInode(long inode) {
    tree.setNextInode(inode);
  }

  /** Sets atime and nothing else, as a crash does that takes away what was noted of reads. */
  public synchronized void setAccessed(FileId file, long epochNanos) {
    tree.node(file).atime = epochNanos;
  }

  /** How many inodes there are. */
  public synchronized int inodeCount() {
    return tree.inodeCount();
  }

  /** The sum of all used bytes. */
  public synchronized long usedBytes() {
    return tree.usedBytes();
  }

  @Override
  public VolumeIdentity volume() {
    return new VolumeIdentity(new UUID(0, 1), Bytes.wrap(new byte[32]), tree.root().id);
  }

  @Override
  public long writeVerifier() {
    return tree.generation();
  }

  @Override
  public Limits limits() {
    return new Limits(
        Long.MAX_VALUE, ModelRules.NAME_MAX_BYTES, Integer.MAX_VALUE, TARGET_MAX_BYTES);
  }

  @Override
  public void awaitReply(CommitPosition position) {}

  @Override
  public synchronized Result<Attributes> attributes(FileId file) {
    return run(() -> tree.node(file).attributes(), file);
  }

  @Override
  public synchronized Result<Wcc> setAttributes(
      Caller caller, FileId file, AttributeChange change, @Nullable Long guardChangedEpochNanos) {
    return run(
        () -> {
          ModelNode node = tree.node(file);
          Attributes before = node.attributes();
          refuseIf(
              guardChangedEpochNanos != null && guardChangedEpochNanos != node.ctime,
              Status.NOT_SYNC);
          if (!change.equals(AttributeChange.NONE)) {
            requireSettable(caller, node, change);
            ModelChanges.set(caller, node, change, tree.now());
          }
          return new Wcc(before, node.attributes());
        },
        file);
  }

  @Override
  public synchronized Result<Found> lookup(Caller caller, FileId directory, Bytes name) {
    return run(
        () -> {
          ModelNode from = tree.directory(directory);
          refuseIf(name.isEmpty(), Status.NOENT);
          requireName(name);
          refuseIf(!may(caller, from, 1), Status.ACCES);
          ModelNode found =
              isDot(name)
                  ? from
                  : isDotDot(name) ? Objects.requireNonNull(from.parent) : from.child(name);
          if (found == null) {
            throw new ModelRules.No(Status.NOENT);
          }
          return new Found(found.attributes(), from.attributes());
        },
        directory);
  }

  @Override
  public synchronized Result<Access> access(Caller caller, FileId object, Set<AccessRight> wanted) {
    return run(
        () -> {
          ModelNode node = tree.node(object);
          Set<AccessRight> granted = ModelRules.granted(caller, node, wanted);
          return new Access(granted, node.attributes());
        },
        object);
  }

  @Override
  public synchronized Result<LinkTarget> readLink(FileId link) {
    return run(
        () -> {
          ModelNode node = tree.node(link);
          refuseIf(node.type != FileType.SYMLINK, Status.INVAL);
          node.accessed(tree.now());
          return new LinkTarget(node.target, node.attributes());
        },
        link);
  }

  @Override
  public synchronized Result<ReadData> read(
      Caller caller, FileId file, long offset, int lengthBytes) {
    return run(
        () -> {
          ModelNode node = tree.regular(file);
          refuseIf(
              !owns(caller, node) && !may(caller, node, 4) && !may(caller, node, 1), Status.ACCES);
          refuseIf(offset < 0 || lengthBytes < 0, Status.INVAL);
          byte[] data = node.read(offset, lengthBytes);
          node.accessed(tree.now());
          List<Bytes> pieces = data.length == 0 ? List.of() : List.of(Bytes.wrap(data));
          boolean end = offset >= node.size || offset + data.length == node.size;
          return new ReadData(node.attributes(), pieces, data.length, end);
        },
        file);
  }

  @Override
  public synchronized Result<Written> write(Caller caller, FileId file, long offset, Bytes data) {
    return run(
        () -> {
          ModelNode node = tree.regular(file);
          refuseIf(!owns(caller, node) && !may(caller, node, 2), Status.ACCES);
          Attributes before = node.attributes();
          if (data.isEmpty()) {
            return new Written(0, Wcc.unchanged(before));
          }
          refuseIf(offset < 0 || offset == Long.MAX_VALUE, Status.FBIG);
          int length = (int) Math.min(data.length(), Long.MAX_VALUE - offset);
          node.write(offset, data.slice(0, length).toByteArray());
          node.mode = owns(caller, node) ? node.mode : node.mode & ~SET_IDS;
          node.modified(tree.now());
          node.verifier = null;
          return new Written(length, new Wcc(before, node.attributes()));
        },
        file);
  }

  @Override
  public synchronized Result<Wcc> commit(FileId file, long offset, long lengthBytes) {
    return run(() -> Wcc.unchanged(tree.regular(file).attributes()), file);
  }

  @Override
  public synchronized Result<Created> create(
      Caller caller, FileId directory, Bytes name, CreateMode mode) {
    return run(
        () -> {
          ModelNode parent = tree.directory(directory);
          ModelNode taken = findForMaking(caller, parent, name);
          if (taken != null) {
            return ModelChanges.reopen(caller, parent, taken, mode, tree.now());
          }
          AttributeChange attributes =
              switch (mode) {
                case CreateMode.Unchecked(var wanted) -> wanted;
                case CreateMode.Guarded(var wanted) -> wanted;
                case CreateMode.Exclusive _ -> AttributeChange.NONE;
              };
          refuseIf(attributes.sizeBytes() != null && attributes.sizeBytes() < 0, Status.FBIG);
          Attributes before = parent.attributes();
          ModelNode made = tree.make(caller, parent, name, FileType.REGULAR, attributes);
          if (mode instanceof CreateMode.Exclusive(long verifier)) {
            made.verifier = verifier;
          }
          if (attributes.sizeBytes() != null) {
            made.size = attributes.sizeBytes();
          }
          return new Created(made.attributes(), new Wcc(before, parent.attributes()));
        },
        directory);
  }

  @Override
  public synchronized Result<Created> makeDirectory(
      Caller caller, FileId directory, Bytes name, AttributeChange attributes) {
    return run(() -> makeOther(caller, directory, name, FileType.DIRECTORY, attributes), directory);
  }

  @Override
  public synchronized Result<Created> makeSymlink(
      Caller caller, FileId directory, Bytes name, Bytes target, AttributeChange attributes) {
    return run(
        () -> {
          var _ = tree.directory(directory);
          refuseIf(target.length() > TARGET_MAX_BYTES, Status.NAMETOOLONG);
          refuseIf(target.isEmpty() || target.indexOf((byte) 0) >= 0, Status.INVAL);
          Created made = makeOther(caller, directory, name, FileType.SYMLINK, attributes);
          ModelNode node = tree.node(made.object().id());
          node.target = target;
          node.mode = 0777;
          return new Created(node.attributes(), made.directory());
        },
        directory);
  }

  @Override
  public synchronized Result<Created> makeNode(
      Caller caller,
      FileId directory,
      Bytes name,
      FileType type,
      Device device,
      AttributeChange attributes) {
    return run(
        () -> {
          var _ = tree.directory(directory);
          boolean isDevice = type == FileType.BLOCK_DEVICE || type == FileType.CHARACTER_DEVICE;
          refuseIf(!isDevice && type != FileType.FIFO && type != FileType.SOCKET, Status.BADTYPE);
          refuseIf(isDevice && caller.uid() != 0, Status.PERM);
          Created made = makeOther(caller, directory, name, type, attributes);
          ModelNode node = tree.node(made.object().id());
          node.device = isDevice ? device : Device.NONE;
          return new Created(node.attributes(), made.directory());
        },
        directory);
  }

  private Created makeOther(
      Caller caller, FileId directory, Bytes name, FileType type, AttributeChange attributes) {
    ModelNode parent = tree.directory(directory);
    refuseIf(findForMaking(caller, parent, name) != null, Status.EXIST);
    Attributes before = parent.attributes();
    ModelNode made = tree.make(caller, parent, name, type, attributes);
    if (type == FileType.DIRECTORY) {
      made.parent = parent;
      made.mode |= parent.mode & SET_GID;
    }
    return new Created(made.attributes(), new Wcc(before, parent.attributes()));
  }

  @Override
  public synchronized Result<Wcc> remove(Caller caller, FileId directory, Bytes name) {
    return run(
        () -> {
          ModelNode parent = tree.directory(directory);
          requireName(name);
          refuseIf(isDot(name) || isDotDot(name), Status.INVAL);
          ModelNode child = removable(caller, parent, name);
          refuseIf(child.isDirectory(), Status.ISDIR);
          return tree.leave(parent, name, child);
        },
        directory);
  }

  @Override
  public synchronized Result<Wcc> removeDirectory(Caller caller, FileId directory, Bytes name) {
    return run(
        () -> {
          ModelNode parent = tree.directory(directory);
          requireName(name);
          refuseIf(isDot(name), Status.INVAL);
          refuseIf(isDotDot(name), Status.NOTEMPTY);
          ModelNode child = removable(caller, parent, name);
          refuseIf(!child.isDirectory(), Status.NOTDIR);
          refuseIf(!child.names.isEmpty(), Status.NOTEMPTY);
          return tree.leave(parent, name, child);
        },
        directory);
  }

  @Override
  public synchronized Result<Renamed> rename(
      Caller caller,
      FileId sourceDirectory,
      Bytes sourceName,
      FileId targetDirectory,
      Bytes targetName) {
    return run(
        () -> {
          ModelNode from = tree.directory(sourceDirectory);
          ModelNode to = tree.directory(targetDirectory);
          requireName(sourceName);
          refuseIf(isDot(sourceName) || isDotDot(sourceName), Status.INVAL);
          requireName(targetName);
          refuseIf(isDot(targetName) || isDotDot(targetName), Status.INVAL);
          refuseIf(!may(caller, from, 1), Status.ACCES);
          ModelNode moved = from.child(sourceName);
          if (moved == null) {
            throw new ModelRules.No(Status.NOENT);
          }
          refuseIf(!may(caller, to, 1), Status.ACCES);
          ModelNode replaced = to.child(targetName);
          Attributes fromBefore = from.attributes();
          Attributes toBefore = to.attributes();
          if (moved != replaced) {
            requireMovable(caller, from, to, moved, replaced);
            tree.move(from, sourceName, to, targetName, moved, replaced);
          }
          return new Renamed(
              new Wcc(fromBefore, from.attributes()), new Wcc(toBefore, to.attributes()));
        },
        sourceDirectory,
        targetDirectory);
  }

  @Override
  public synchronized Result<Linked> link(
      Caller caller, FileId file, FileId directory, Bytes name) {
    return run(
        () -> {
          ModelNode node = tree.node(file);
          ModelNode parent = tree.directory(directory);
          refuseIf(node.isDirectory(), Status.ISDIR);
          refuseIf(findForMaking(caller, parent, name) != null, Status.EXIST);
          refuseIf(!may(caller, parent, 2), Status.ACCES);
          Attributes before = parent.attributes();
          node.links++;
          node.changed(tree.now());
          parent.add(name, node);
          parent.modified(tree.now());
          return new Linked(node.attributes(), new Wcc(before, parent.attributes()));
        },
        file,
        directory);
  }

  @Override
  public synchronized Result<DirectoryListing> list(
      Caller caller, FileId directory, long afterCookie, boolean withAttributes, EntrySink sink) {
    return run(
        () -> {
          ModelNode node = tree.directory(directory);
          refuseIf(!may(caller, node, 4), Status.ACCES);
          boolean complete = ModelChanges.offer(node, afterCookie, withAttributes, sink);
          node.accessed(tree.now());
          return new DirectoryListing(node.attributes(), complete);
        },
        directory);
  }

  @Override
  public synchronized Result<Usage> usage() {
    long bytes = 1L << 50;
    long inodes = 1L << 40;
    return new Result.Done<>(
        new Usage(bytes, bytes - tree.usedBytes(), inodes, inodes - tree.inodeCount()),
        CommitPosition.NONE);
  }

  private <T> Result<T> run(Supplier<T> operation, FileId... objects) {
    try {
      return new Result.Done<>(operation.get(), CommitPosition.NONE);
    } catch (ModelRules.No no) {
      List<Wcc> wcc = new ArrayList<>();
      for (FileId object : objects) {
        ModelNode node = tree.find(object);
        wcc.add(node != null ? Wcc.unchanged(node.attributes()) : Wcc.UNKNOWN);
      }
      return new Result.Refused<>(no.status, wcc, CommitPosition.NONE);
    }
  }
}
