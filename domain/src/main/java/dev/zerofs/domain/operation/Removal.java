package dev.zerofs.domain.operation;

import dev.zerofs.domain.layout.Dentry;
import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.layout.ReplyCodec;
import dev.zerofs.domain.transaction.Change;
import dev.zerofs.domain.transaction.Refusal;
import dev.zerofs.domain.transaction.Transactions;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Status;
import dev.zerofs.ports.filesystem.Wcc;

/** Removing names, and what has no name any more. Safe for use by any number of threads. */
public final class Removal {
  private static final long CHANGE_BYTES = 1024;

  private final Transactions transactions;

  /** Removes by way of {@code transactions}. */
  public Removal(Transactions transactions) {
    this.transactions = transactions;
  }

  /** {@link dev.zerofs.ports.filesystem.FileSystem#remove}. */
  public Result<Wcc> remove(Caller caller, FileId directory, Bytes name) {
    return transactions.changeFreeing(
        caller,
        ReplyCodec.CHANGED,
        CHANGE_BYTES,
        pass -> {
          Inode parent = pass.requireDirectory(0, directory);
          Names.requireWellFormed(name);
          if (Names.isDot(name) || Names.isDotDot(name)) {
            throw new Refusal(Status.INVAL);
          }
          return removeFile(pass, caller, parent, name);
        });
  }

  /** {@link dev.zerofs.ports.filesystem.FileSystem#removeDirectory}. */
  public Result<Wcc> removeDirectory(Caller caller, FileId directory, Bytes name) {
    return transactions.changeFreeing(
        caller,
        ReplyCodec.CHANGED,
        CHANGE_BYTES,
        pass -> {
          Inode parent = pass.requireDirectory(0, directory);
          Names.requireWellFormed(name);
          if (Names.isDot(name)) {
            throw new Refusal(Status.INVAL);
          }
          if (Names.isDotDot(name)) {
            throw new Refusal(Status.NOTEMPTY);
          }
          return removeEmptyDirectory(pass, caller, parent, name);
        });
  }

  private static Wcc removeFile(Change pass, Caller caller, Inode parent, Bytes name) {
    Dentry dentry = Names.requireExisting(pass, parent, name, caller);
    Inode child = requireRemovable(pass, caller, parent, dentry);
    if (child.isDirectory()) {
      throw new Refusal(Status.ISDIR);
    }
    pass.beginWriting();
    unlink(pass, child);
    return leave(pass, parent, name, dentry, false);
  }

  private static Wcc removeEmptyDirectory(Change pass, Caller caller, Inode parent, Bytes name) {
    Dentry dentry = Names.requireExisting(pass, parent, name, caller);
    Inode child = requireRemovable(pass, caller, parent, dentry);
    if (!child.isDirectory()) {
      throw new Refusal(Status.NOTDIR);
    }
    if (!Directories.isEmpty(child)) {
      throw new Refusal(Status.NOTEMPTY);
    }
    pass.beginWriting();
    pass.delete(child);
    return leave(pass, parent, name, dentry, true);
  }

  private static Inode requireRemovable(Change pass, Caller caller, Inode parent, Dentry dentry) {
    Inode child = pass.inode(dentry.inode());
    Names.requireWrite(parent, caller);
    Names.requireNotSticky(parent, child, caller);
    return child;
  }

  /** Takes one name from a file that is no directory, and with the last one the file. */
  static void unlink(Change pass, Inode file) {
    if (file.linkCount() <= 1) {
      pass.delete(file);
    } else {
      pass.put(file.withLinkCount(file.linkCount() - 1).withTimes(file.times().change(pass.now())));
    }
  }

  private static Wcc leave(
      Change pass, Inode parent, Bytes name, Dentry dentry, boolean subdirectory) {
    Inode parentAfter = Directories.withoutName(parent, subdirectory, pass.now());
    pass.deleteName(parent, name, dentry);
    pass.put(parentAfter);
    return new Wcc(parent.attributes(), parentAfter.attributes());
  }
}
