package dev.zerofs.domain.operation;

import dev.zerofs.domain.layout.Dentry;
import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.layout.ReplyCodec;
import dev.zerofs.domain.permission.Permissions;
import dev.zerofs.domain.transaction.Change;
import dev.zerofs.domain.transaction.Refusal;
import dev.zerofs.domain.transaction.Transactions;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileType;
import dev.zerofs.ports.filesystem.Renamed;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Status;
import dev.zerofs.ports.filesystem.Wcc;
import org.jspecify.annotations.Nullable;

/** Moving names. Safe for use by any number of threads. */
public final class Renaming {
  private static final long CHANGE_BYTES = 3072;
  private static final int SOURCE = 0;
  private static final int TARGET = 1;

  private final Transactions transactions;
  private final int linkCountMax;

  /**
   * Moves by way of {@code transactions} into directories of at most {@code linkCountMax} links.
   */
  public Renaming(Transactions transactions, int linkCountMax) {
    this.transactions = transactions;
    this.linkCountMax = linkCountMax;
  }

  /** {@link dev.zerofs.ports.filesystem.FileSystem#rename}. */
  public Result<Renamed> rename(
      Caller caller,
      FileId sourceDirectory,
      Bytes sourceName,
      FileId targetDirectory,
      Bytes targetName) {
    return transactions.change(
        caller,
        ReplyCodec.RENAMED,
        CHANGE_BYTES,
        pass -> {
          var _ = pass.glimpse(TARGET, targetDirectory);
          Inode from = pass.requireDirectory(SOURCE, sourceDirectory);
          Inode to = pass.requireDirectory(TARGET, targetDirectory);
          requireMovable(sourceName);
          requireMovable(targetName);
          return rename(pass, caller, from, sourceName, to, targetName);
        });
  }

  private static void requireMovable(Bytes name) {
    Names.requireWellFormed(name);
    if (Names.isDot(name) || Names.isDotDot(name)) {
      throw new Refusal(Status.INVAL);
    }
  }

  private Renamed rename(
      Change pass, Caller caller, Inode from, Bytes sourceName, Inode to, Bytes targetName) {
    Dentry source = Names.requireExisting(pass, from, sourceName, caller);
    Names.requireSearch(to, caller);
    Dentry target = pass.dentry(to, targetName);
    if (target != null && target.inode() == source.inode()) {
      return new Renamed(Wcc.unchanged(from.attributes()), Wcc.unchanged(to.attributes()));
    }
    boolean directory = source.type() == FileType.DIRECTORY;
    boolean changesParent = !from.id().equals(to.id());
    if (directory && changesParent) {
      requireOutside(pass, source.inode(), to);
    }
    Inode moved = pass.inode(source.inode());
    Inode replaced = target == null ? null : pass.inode(target.inode());
    requireAllowed(caller, from, to, moved, replaced);
    if (directory && changesParent) {
      requireAdoptable(caller, moved, to, replaced);
    }
    pass.beginWriting();
    pass.deleteName(from, sourceName, source);
    long cookie = place(pass, to, targetName, target);
    pass.putName(to, targetName, new Dentry(source.inode(), source.type(), cookie));
    putMoved(pass, moved, to);
    if (replaced != null) {
      drop(pass, replaced);
    }
    return putDirectories(pass, from, to, directory, replaced);
  }

  /** Refuses to move a directory into itself or below itself. */
  private static void requireOutside(Change pass, long moved, Inode to) {
    pass.beginDirectoryMove();
    Inode above = to;
    while (above.id().inode() != Inode.ROOT) {
      if (above.id().inode() == moved) {
        throw new Refusal(Status.INVAL);
      }
      above = pass.parentOf(above);
    }
  }

  private static void requireAllowed(
      Caller caller, Inode from, Inode to, Inode moved, @Nullable Inode replaced) {
    Names.requireWrite(from, caller);
    Names.requireNotSticky(from, moved, caller);
    Names.requireWrite(to, caller);
    if (replaced == null) {
      return;
    }
    Names.requireNotSticky(to, replaced, caller);
    if (moved.isDirectory() && !replaced.isDirectory()) {
      throw new Refusal(Status.NOTDIR);
    }
    if (!moved.isDirectory() && replaced.isDirectory()) {
      throw new Refusal(Status.ISDIR);
    }
    if (replaced.isDirectory() && !Directories.isEmpty(replaced)) {
      throw new Refusal(Status.NOTEMPTY);
    }
  }

  /** A directory that gets another parent is written itself, and counts as a link of the parent. */
  private void requireAdoptable(Caller caller, Inode moved, Inode to, @Nullable Inode replaced) {
    if (!Permissions.mayWrite(moved, caller)) {
      throw new Refusal(Status.ACCES);
    }
    if (replaced == null && to.linkCount() >= linkCountMax) {
      throw new Refusal(Status.MLINK);
    }
  }

  /**
   * The cookie of the target name: a name that is there already keeps its own, so that a listing
   * that goes on meanwhile sees it once.
   */
  private static long place(Change pass, Inode to, Bytes targetName, @Nullable Dentry target) {
    if (target == null) {
      return to.directory().nextCookie();
    }
    pass.deleteName(to, targetName, target);
    return target.cookie();
  }

  private static void putMoved(Change pass, Inode moved, Inode to) {
    Inode after = moved.withTimes(moved.times().change(pass.now()));
    pass.put(
        after.isDirectory()
            ? after.withBody(after.directory().withParent(to.id().inode()))
            : after);
  }

  private static void drop(Change pass, Inode replaced) {
    if (replaced.isDirectory()) {
      pass.delete(replaced);
    } else {
      Removal.unlink(pass, replaced);
    }
  }

  private static Renamed putDirectories(
      Change pass, Inode from, Inode to, boolean directory, @Nullable Inode replaced) {
    long now = pass.now();
    boolean same = from.id().equals(to.id());
    Inode fromAfter = Directories.withoutName(from, directory, now);
    Inode toAfter = same ? fromAfter : to;
    if (replaced == null) {
      toAfter = Directories.withName(toAfter, directory, now);
    }
    // From the times before: leaving and entering the same directory is one change.
    toAfter = toAfter.withTimes(to.times().modify(now));
    if (!same) {
      pass.put(fromAfter);
    }
    pass.put(toAfter);
    Wcc target = new Wcc(to.attributes(), toAfter.attributes());
    return new Renamed(same ? target : new Wcc(from.attributes(), fromAfter.attributes()), target);
  }
}
