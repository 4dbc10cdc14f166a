package dev.zerofs.domain.operation;

import dev.zerofs.domain.layout.Body;
import dev.zerofs.domain.layout.Dentry;
import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.permission.Permissions;
import dev.zerofs.domain.transaction.Refusal;
import dev.zerofs.domain.transaction.Transactions;
import dev.zerofs.domain.transaction.View;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Access;
import dev.zerofs.ports.filesystem.AccessRight;
import dev.zerofs.ports.filesystem.Attributes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.Found;
import dev.zerofs.ports.filesystem.LinkTarget;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Status;
import java.util.Set;

/** Finding files and telling what they are. Safe for use by any number of threads. */
public final class Lookups {
  private final Transactions transactions;

  /** Lookups in what {@code transactions} reads. */
  public Lookups(Transactions transactions) {
    this.transactions = transactions;
  }

  /** {@link dev.zerofs.ports.filesystem.FileSystem#attributes}. */
  public Result<Attributes> attributes(FileId file) {
    return transactions.readOnce(view -> view.require(0, file).attributes());
  }

  /** {@link dev.zerofs.ports.filesystem.FileSystem#access}. */
  public Result<Access> access(Caller caller, FileId object, Set<AccessRight> wanted) {
    return transactions.readOnce(
        view -> {
          Inode inode = view.require(0, object);
          return new Access(Permissions.granted(inode, caller, wanted), inode.attributes());
        });
  }

  /** {@link dev.zerofs.ports.filesystem.FileSystem#readLink}. */
  public Result<LinkTarget> readLink(FileId link) {
    Result<LinkTarget> result =
        transactions.readOnce(
            view -> {
              Inode inode = view.require(0, link);
              if (!(inode.body() instanceof Body.Symlink(var target))) {
                throw new Refusal(Status.INVAL);
              }
              return new LinkTarget(target, transactions.accessed(inode).attributes());
            });
    transactions.settleAccessTimes();
    return result;
  }

  /** {@link dev.zerofs.ports.filesystem.FileSystem#lookup}. */
  public Result<Found> lookup(Caller caller, FileId directory, Bytes name) {
    return transactions.read(
        view -> {
          Inode from = view.requireDirectory(0, directory);
          if (name.isEmpty()) {
            throw new Refusal(Status.NOENT);
          }
          Names.requireWellFormed(name);
          Names.requireSearch(from, caller);
          return new Found(resolve(view, from, name).attributes(), from.attributes());
        });
  }

  private static Inode resolve(View view, Inode from, Bytes name) {
    if (Names.isDot(name)) {
      return from;
    }
    if (Names.isDotDot(name)) {
      return view.inode(from.directory().parent());
    }
    Dentry dentry = view.dentry(from, name);
    if (dentry == null) {
      throw new Refusal(Status.NOENT);
    }
    return view.inode(dentry.inode());
  }
}
