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
import dev.zerofs.ports.filesystem.Linked;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Status;
import dev.zerofs.ports.filesystem.Wcc;

/** Hard links. Safe for use by any number of threads. */
public final class Linking {
  private static final long CHANGE_BYTES = 2048;
  private static final int FILE = 0;
  private static final int DIRECTORY = 1;

  private final Transactions transactions;
  private final int linkCountMax;

  /** Makes at most {@code linkCountMax} names of a file, by way of {@code transactions}. */
  public Linking(Transactions transactions, int linkCountMax) {
    this.transactions = transactions;
    this.linkCountMax = linkCountMax;
  }

  /** {@link dev.zerofs.ports.filesystem.FileSystem#link}. */
  public Result<Linked> link(Caller caller, FileId file, FileId directory, Bytes name) {
    return transactions.change(
        caller, ReplyCodec.LINKED, CHANGE_BYTES, pass -> link(pass, caller, file, directory, name));
  }

  private Linked link(Change pass, Caller caller, FileId file, FileId directory, Bytes name) {
    var _ = pass.glimpse(DIRECTORY, directory);
    Inode before = pass.require(FILE, file);
    Inode parent = pass.requireDirectory(DIRECTORY, directory);
    if (before.isDirectory()) {
      throw new Refusal(Status.ISDIR);
    }
    if (Names.findForMaking(pass, parent, name, caller) != null) {
      throw new Refusal(Status.EXIST);
    }
    Names.requireWrite(parent, caller);
    if (before.linkCount() >= linkCountMax) {
      throw new Refusal(Status.MLINK);
    }
    pass.beginWriting();
    Inode after =
        before.withLinkCount(before.linkCount() + 1).withTimes(before.times().change(pass.now()));
    Inode parentAfter = Directories.withName(parent, false, pass.now());
    pass.put(after);
    pass.putName(
        parent,
        name,
        new Dentry(after.id().inode(), after.type(), parent.directory().nextCookie()));
    pass.put(parentAfter);
    return new Linked(after.attributes(), new Wcc(parent.attributes(), parentAfter.attributes()));
  }
}
