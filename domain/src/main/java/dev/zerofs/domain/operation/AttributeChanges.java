package dev.zerofs.domain.operation;

import dev.zerofs.domain.layout.Body.RegularFile;
import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.layout.ReplyCodec;
import dev.zerofs.domain.layout.Times;
import dev.zerofs.domain.permission.Permissions;
import dev.zerofs.domain.permission.SetIdBits;
import dev.zerofs.domain.transaction.Change;
import dev.zerofs.domain.transaction.Refusal;
import dev.zerofs.domain.transaction.Transactions;
import dev.zerofs.ports.filesystem.AttributeChange;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.FileType;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Status;
import dev.zerofs.ports.filesystem.TimeChange;
import dev.zerofs.ports.filesystem.Wcc;
import org.jspecify.annotations.Nullable;

/** chmod, chown, utimes and truncate. Safe for use by any number of threads. */
public final class AttributeChanges {
  private static final long CHANGE_BYTES = 512;

  private final Transactions transactions;

  /** Changes by way of {@code transactions}. */
  public AttributeChanges(Transactions transactions) {
    this.transactions = transactions;
  }

  /** {@link dev.zerofs.ports.filesystem.FileSystem#setAttributes}. */
  public Result<Wcc> setAttributes(
      Caller caller, FileId file, AttributeChange change, @Nullable Long guardChangedEpochNanos) {
    if (change.sizeBytes() != null) {
      // It may be what makes room, and takes at most one chunk.
      return transactions.changeFreeing(
          caller,
          ReplyCodec.CHANGED,
          CHANGE_BYTES + Truncation.CHANGE_BYTES,
          pass -> set(pass, caller, file, change, guardChangedEpochNanos));
    }
    return transactions.change(
        caller,
        ReplyCodec.CHANGED,
        CHANGE_BYTES,
        pass -> set(pass, caller, file, change, guardChangedEpochNanos));
  }

  private static Wcc set(
      Change pass,
      Caller caller,
      FileId file,
      AttributeChange change,
      @Nullable Long guardChangedEpochNanos) {
    Inode before = pass.require(0, file);
    if (guardChangedEpochNanos != null && guardChangedEpochNanos != before.times().changed()) {
      throw new Refusal(Status.NOT_SYNC);
    }
    if (change.equals(AttributeChange.NONE)) {
      return Wcc.unchanged(before.attributes());
    }
    requireAllowed(before, caller, change);
    Inode owned = withOwnerAndMode(before, caller, change);
    Inode sized = withSize(pass, owned, caller, change);
    Inode after = withTimes(sized, change, pass.now());
    pass.beginWriting();
    pass.put(after);
    return new Wcc(before.attributes(), after.attributes());
  }

  private static void requireAllowed(Inode inode, Caller caller, AttributeChange change) {
    boolean owner = Permissions.owns(inode, caller);
    boolean needsOwner =
        change.mode() != null
            || change.uid() != null
            || change.gid() != null
            || change.accessed() instanceof TimeChange.ToClientTime
            || change.modified() instanceof TimeChange.ToClientTime;
    if (needsOwner && !owner) {
      throw new Refusal(Status.PERM);
    }
    if (!caller.isSuperuser()) {
      requireNotGivenAway(inode, caller, change);
    }
    if (change.sizeBytes() != null) {
      Truncation.requireSizable(inode, change.sizeBytes());
    }
    // What is left is a size or the server's time.
    if (!owner && !Permissions.mayWrite(inode, caller)) {
      throw new Refusal(Status.ACCES);
    }
  }

  /** An owner may only choose among the groups that he is in (chown_restricted). */
  private static void requireNotGivenAway(Inode inode, Caller caller, AttributeChange change) {
    if (change.uid() != null && change.uid() != inode.uid()) {
      throw new Refusal(Status.PERM);
    }
    if (change.gid() != null && change.gid() != inode.gid() && !caller.isMember(change.gid())) {
      throw new Refusal(Status.PERM);
    }
  }

  private static Inode withOwnerAndMode(Inode inode, Caller caller, AttributeChange change) {
    Inode after = inode;
    boolean owned = change.uid() != null || change.gid() != null;
    if (owned) {
      int uid = change.uid() == null ? inode.uid() : change.uid();
      int gid = change.gid() == null ? inode.gid() : change.gid();
      after = after.withOwner(uid, gid).withMode(SetIdBits.afterChangeOfOwner(inode));
    }
    if (change.mode() != null && inode.type() != FileType.SYMLINK) {
      after = after.withMode(SetIdBits.allowed(change.mode(), after.gid(), caller));
      if (owned && !caller.isSuperuser()) {
        after = after.withMode(SetIdBits.afterChangeOfOwner(after));
      }
    }
    return after;
  }

  private static Inode withSize(Change pass, Inode inode, Caller caller, AttributeChange change) {
    if (change.sizeBytes() == null) {
      return inode;
    }
    Inode after = Truncation.resize(pass, inode, change.sizeBytes());
    return change.mode() == null ? after.withMode(SetIdBits.afterWrite(after, caller)) : after;
  }

  private static Inode withTimes(Inode inode, AttributeChange change, long now) {
    Times times = inode.times();
    boolean modified =
        change.sizeBytes() != null || change.modified() instanceof TimeChange.ToServerTime;
    times = modified ? times.modify(now) : times.change(now);
    if (change.modified() instanceof TimeChange.ToClientTime(long epochNanos)) {
      times = times.withModified(epochNanos);
    }
    times =
        switch (change.accessed()) {
          case TimeChange.Keep _ -> times;
          case TimeChange.ToServerTime _ -> times.withAccessed(times.changed());
          case TimeChange.ToClientTime(long epochNanos) -> times.withAccessed(epochNanos);
        };
    Inode after = inode.withTimes(times);
    // Whoever sets attributes has seen the answer to his exclusive create.
    return after.isRegular() ? after.withBody(RegularFile.PLAIN) : after;
  }
}
