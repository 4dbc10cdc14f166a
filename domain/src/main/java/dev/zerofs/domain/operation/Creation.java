package dev.zerofs.domain.operation;

import dev.zerofs.domain.layout.Body;
import dev.zerofs.domain.layout.Dentry;
import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.layout.ReplyCodec;
import dev.zerofs.domain.permission.Permissions;
import dev.zerofs.domain.permission.SetIdBits;
import dev.zerofs.domain.transaction.Change;
import dev.zerofs.domain.transaction.Refusal;
import dev.zerofs.domain.transaction.Transactions;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.CreateMode;
import dev.zerofs.ports.filesystem.Created;
import dev.zerofs.ports.filesystem.Device;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileType;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Status;
import dev.zerofs.ports.filesystem.Wcc;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Making files, directories, symbolic links and nodes. Safe for use by any number of threads. */
public final class Creation {
  /** The longest target of a symbolic link: what Linux takes, PATH_MAX without the NUL. */
  public static final int SYMLINK_TARGET_MAX_BYTES = 4095;

  /** The longest name. */
  public static final int NAME_MAX_BYTES = Names.LENGTH_MAX_BYTES;

  private static final long CHANGE_BYTES = 2048;

  private final Transactions transactions;
  private final int linkCountMax;

  /** Makes by way of {@code transactions} directories of at most {@code linkCountMax} links. */
  public Creation(Transactions transactions, int linkCountMax) {
    this.transactions = transactions;
    this.linkCountMax = linkCountMax;
  }

  /** {@link dev.zerofs.ports.filesystem.FileSystem#create}. */
  public Result<Created> create(Caller caller, FileId directory, Bytes name, CreateMode mode) {
    return transactions.change(
        caller,
        ReplyCodec.CREATED,
        CHANGE_BYTES,
        pass -> createFile(pass, caller, directory, name, mode));
  }

  /** {@link dev.zerofs.ports.filesystem.FileSystem#makeDirectory}. */
  public Result<Created> makeDirectory(
      Caller caller, FileId directory, Bytes name, AttributeChange attributes) {
    Body body = Body.Directory.empty(directory.inode());
    return transactions.change(
        caller,
        ReplyCodec.CREATED,
        CHANGE_BYTES,
        pass -> makeNew(pass, caller, directory, name, body, attributes));
  }

  /** {@link dev.zerofs.ports.filesystem.FileSystem#makeSymlink}. */
  public Result<Created> makeSymlink(
      Caller caller, FileId directory, Bytes name, Bytes target, AttributeChange attributes) {
    return transactions.change(
        caller,
        ReplyCodec.CREATED,
        CHANGE_BYTES + target.length(),
        pass -> {
          pass.requireDirectory(0, directory);
          requireTarget(target);
          Body body = new Body.Symlink(target);
          return makeNew(pass, caller, directory, name, body, attributes);
        });
  }

  /** {@link dev.zerofs.ports.filesystem.FileSystem#makeNode}. */
  public Result<Created> makeNode(
      Caller caller,
      FileId directory,
      Bytes name,
      FileType type,
      Device device,
      AttributeChange attributes) {
    return transactions.change(
        caller,
        ReplyCodec.CREATED,
        CHANGE_BYTES,
        pass -> {
          pass.requireDirectory(0, directory);
          Body body = nodeBody(caller, type, device);
          return makeNew(pass, caller, directory, name, body, attributes);
        });
  }

  private static void requireTarget(Bytes target) {
    if (target.length() > SYMLINK_TARGET_MAX_BYTES) {
      throw new Refusal(Status.NAMETOOLONG);
    }
    if (target.isEmpty() || target.indexOf((byte) 0) >= 0) {
      throw new Refusal(Status.INVAL);
    }
  }

  private static Body nodeBody(Caller caller, FileType type, Device device) {
    return switch (type) {
      case FIFO, SOCKET -> new Body.Endpoint(type);
      case BLOCK_DEVICE, CHARACTER_DEVICE -> {
        if (!caller.isSuperuser()) {
          throw new Refusal(Status.PERM);
        }
        yield new Body.DeviceNode(type, device);
      }
      case REGULAR, DIRECTORY, SYMLINK -> throw new Refusal(Status.BADTYPE);
    };
  }

  private Created createFile(
      Change pass, Caller caller, FileId directory, Bytes name, CreateMode mode) {
    Inode parent = pass.requireDirectory(0, directory);
    Dentry taken = Names.findForMaking(pass, parent, name, caller);
    if (taken != null) {
      return reopen(pass, caller, parent, taken, mode);
    }
    AttributeChange attributes =
        switch (mode) {
          case CreateMode.Unchecked(var wanted) -> wanted;
          case CreateMode.Guarded(var wanted) -> wanted;
          case CreateMode.Exclusive _ -> AttributeChange.NONE;
        };
    if (attributes.sizeBytes() != null && attributes.sizeBytes() < 0) {
      throw new Refusal(Status.FBIG);
    }
    Body body =
        mode instanceof CreateMode.Exclusive(long verifier)
            ? new Body.RegularFile(verifier)
            : Body.RegularFile.PLAIN;
    return enter(pass, caller, parent, name, body, attributes);
  }

  /** What a create does with a name that is there already. */
  private static Created reopen(
      Change pass, Caller caller, Inode parent, Dentry taken, CreateMode mode) {
    Wcc parentWcc = Wcc.unchanged(parent.attributes());
    Inode existing = pass.inode(taken.inode());
    return switch (mode) {
      case CreateMode.Unchecked(var wanted) when existing.isRegular() -> {
        Long sizeBytes = wanted.sizeBytes();
        Inode opened = sizeBytes == null ? existing : resize(pass, caller, existing, sizeBytes);
        yield new Created(opened.attributes(), parentWcc);
      }
      case CreateMode.Exclusive(long verifier) when wasMadeWith(existing, verifier) ->
          new Created(existing.attributes(), parentWcc);
      case CreateMode.Unchecked _, CreateMode.Guarded _, CreateMode.Exclusive _ ->
          throw new Refusal(Status.EXIST);
    };
  }

  private static boolean wasMadeWith(Inode existing, long verifier) {
    return existing.body() instanceof Body.RegularFile(@Nullable Long createVerifier)
        && Objects.equals(createVerifier, verifier);
  }

  private static Inode resize(Change pass, Caller caller, Inode file, long sizeBytes) {
    Truncation.requireSizable(file, sizeBytes);
    if (!Permissions.mayWriteData(file, caller)) {
      throw new Refusal(Status.ACCES);
    }
    Inode resized =
        Truncation.resize(pass, file, sizeBytes)
            .withMode(SetIdBits.afterWrite(file, caller))
            .withTimes(file.times().modify(pass.now()));
    pass.beginWriting();
    pass.put(resized);
    return resized;
  }

  private Created makeNew(
      Change pass,
      Caller caller,
      FileId directory,
      Bytes name,
      Body body,
      AttributeChange attributes) {
    Inode parent = pass.requireDirectory(0, directory);
    if (Names.findForMaking(pass, parent, name, caller) != null) {
      throw new Refusal(Status.EXIST);
    }
    return enter(pass, caller, parent, name, body, attributes);
  }

  private Created enter(
      Change pass, Caller caller, Inode parent, Bytes name, Body body, AttributeChange attributes) {
    Names.requireWrite(parent, caller);
    boolean subdirectory = body instanceof Body.Directory;
    if (subdirectory && parent.linkCount() >= linkCountMax) {
      throw new Refusal(Status.MLINK);
    }
    pass.beginWriting();
    Inode made = NewInodes.make(pass.newFileId(), body, parent, caller, attributes, pass.now());
    Inode parentAfter = Directories.withName(parent, subdirectory, pass.now());
    pass.add(made);
    pass.putName(
        parent, name, new Dentry(made.id().inode(), made.type(), parent.directory().nextCookie()));
    pass.put(parentAfter);
    return new Created(made.attributes(), new Wcc(parent.attributes(), parentAfter.attributes()));
  }
}
