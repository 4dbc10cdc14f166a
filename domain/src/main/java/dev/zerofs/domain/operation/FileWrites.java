package dev.zerofs.domain.operation;

import dev.zerofs.domain.layout.Body.RegularFile;
import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.permission.Permissions;
import dev.zerofs.domain.permission.SetIdBits;
import dev.zerofs.domain.transaction.Change;
import dev.zerofs.domain.transaction.Refusal;
import dev.zerofs.domain.transaction.Transactions;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Status;
import dev.zerofs.ports.filesystem.Wcc;
import dev.zerofs.ports.filesystem.Written;

/** Writing files' data. Safe for use by any number of threads. */
public final class FileWrites {
  /** The longest file. */
  public static final long FILE_SIZE_MAX_BYTES = Long.MAX_VALUE;

  private static final long INODE_BYTES = 256;

  private final Transactions transactions;

  /** Writes by way of {@code transactions}. */
  public FileWrites(Transactions transactions) {
    this.transactions = transactions;
  }

  /** {@link dev.zerofs.ports.filesystem.FileSystem#write}. */
  public Result<Written> write(Caller caller, FileId file, long offset, Bytes data) {
    return transactions.change(
        INODE_BYTES + data.length(), pass -> write(pass, caller, file, offset, data));
  }

  /** {@link dev.zerofs.ports.filesystem.FileSystem#commit}: every write changes the inode too. */
  public Result<Wcc> commit(FileId file) {
    return transactions.readOnce(
        view -> {
          Inode inode = view.require(0, file);
          requireRegular(inode);
          return Wcc.unchanged(inode.attributes());
        });
  }

  private static Written write(
      Change pass, Caller caller, FileId file, long offset, Bytes offered) {
    Inode before = pass.require(0, file);
    requireRegular(before);
    if (!Permissions.mayWriteData(before, caller)) {
      throw new Refusal(Status.ACCES);
    }
    if (offered.isEmpty()) {
      return new Written(0, Wcc.unchanged(before.attributes()));
    }
    if (offset < 0 || offset == FILE_SIZE_MAX_BYTES) {
      throw new Refusal(Status.FBIG);
    }
    Bytes data = offered.slice(0, (int) Math.min(offered.length(), FILE_SIZE_MAX_BYTES - offset));
    ChunkEdits edits = ChunkEdits.read(pass, before, offset, data);
    pass.beginWriting();
    long grown = edits.write(pass, before);
    pass.count(grown);
    Inode after =
        before
            .withSize(
                Math.max(before.sizeBytes(), offset + data.length()), before.usedBytes() + grown)
            .withMode(SetIdBits.afterWrite(before, caller))
            .withTimes(before.times().modify(pass.now()))
            .withBody(RegularFile.PLAIN);
    pass.put(after);
    return new Written(data.length(), new Wcc(before.attributes(), after.attributes()));
  }

  private static void requireRegular(Inode inode) {
    if (inode.isDirectory()) {
      throw new Refusal(Status.ISDIR);
    }
    if (!inode.isRegular()) {
      throw new Refusal(Status.INVAL);
    }
  }
}
