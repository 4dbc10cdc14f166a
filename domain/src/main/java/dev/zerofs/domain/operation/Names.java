package dev.zerofs.domain.operation;

import dev.zerofs.domain.layout.Dentry;
import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.permission.Permissions;
import dev.zerofs.domain.transaction.Refusal;
import dev.zerofs.domain.transaction.View;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.Status;
import org.jspecify.annotations.Nullable;

/** The rules of names, and of taking one out of a directory or putting one there. */
final class Names {
  static final int LENGTH_MAX_BYTES = 255;

  private static final byte DOT = '.';

  private Names() {}

  /** Refuses what cannot be a name: empty, with NUL or a slash, too long. */
  static void requireWellFormed(Bytes name) {
    if (name.length() > LENGTH_MAX_BYTES) {
      throw new Refusal(Status.NAMETOOLONG);
    }
    if (name.isEmpty() || name.indexOf((byte) 0) >= 0 || name.indexOf((byte) '/') >= 0) {
      throw new Refusal(Status.INVAL);
    }
  }

  static boolean isDot(Bytes name) {
    return name.length() == 1 && name.at(0) == DOT;
  }

  static boolean isDotDot(Bytes name) {
    return name.length() == 2 && name.at(0) == DOT && name.at(1) == DOT;
  }

  /** Refuses to go through a directory that {@code caller} may not search. */
  static void requireSearch(Inode directory, Caller caller) {
    if (!Permissions.mayExecute(directory, caller)) {
      throw new Refusal(Status.ACCES);
    }
  }

  /** Refuses to change the names of a directory that {@code caller} may not write. */
  static void requireWrite(Inode directory, Caller caller) {
    if (!Permissions.mayWrite(directory, caller)) {
      throw new Refusal(Status.ACCES);
    }
  }

  /** Refuses to take {@code child} out of {@code directory} against its sticky bit. */
  static void requireNotSticky(Inode directory, Inode child, Caller caller) {
    if (Permissions.stickyForbids(directory, child, caller)) {
      throw new Refusal(Status.PERM);
    }
  }

  /** What a well-formed name that will be made stands for so far: null if it is free. */
  static @Nullable Dentry findForMaking(View view, Inode directory, Bytes name, Caller caller) {
    requireWellFormed(name);
    if (isDot(name) || isDotDot(name)) {
      throw new Refusal(Status.EXIST);
    }
    requireSearch(directory, caller);
    return view.dentry(directory, name);
  }

  /** What an existing name stands for. */
  static Dentry requireExisting(View view, Inode directory, Bytes name, Caller caller) {
    requireSearch(directory, caller);
    Dentry dentry = view.dentry(directory, name);
    if (dentry == null) {
      throw new Refusal(Status.NOENT);
    }
    return dentry;
  }
}
