package dev.zerofs.domain.permission;

import dev.zerofs.domain.layout.Inode;
import dev.zerofs.ports.filesystem.AccessRight;
import dev.zerofs.ports.filesystem.Caller;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the mode bits of an inode allow a caller (POSIX.1-2024 §4.7, "File Access Permissions").
 *
 * <p>The superuser reads, writes and searches everything, and executes what anybody may execute.
 */
public final class Permissions {
  private static final int READ = 04;
  private static final int WRITE = 02;
  private static final int EXECUTE = 01;
  private static final int ANY_EXECUTE = 0111;

  private static final Set<AccessRight> FOR_FILES =
      EnumSet.of(AccessRight.READ, AccessRight.MODIFY, AccessRight.EXTEND, AccessRight.EXECUTE);
  private static final Set<AccessRight> FOR_DIRECTORIES =
      EnumSet.complementOf(EnumSet.of(AccessRight.EXECUTE));
  private static final Set<AccessRight> FOR_OTHERS =
      EnumSet.of(AccessRight.READ, AccessRight.MODIFY, AccessRight.EXTEND);

  private Permissions() {}

  /** Whether the bits let {@code caller} read. */
  public static boolean mayRead(Inode inode, Caller caller) {
    return grants(inode, caller, READ);
  }

  /** Whether the bits let {@code caller} write. */
  public static boolean mayWrite(Inode inode, Caller caller) {
    return grants(inode, caller, WRITE);
  }

  /** Whether the bits let {@code caller} execute a file or search a directory. */
  public static boolean mayExecute(Inode inode, Caller caller) {
    return grants(inode, caller, EXECUTE);
  }

  /** Whether {@code caller} is the owner or the superuser. */
  public static boolean owns(Inode inode, Caller caller) {
    return caller.isSuperuser() || caller.uid() == inode.uid();
  }

  /**
   * Whether {@code caller} may read a file's data. There is no open here that was checked once: so
   * the owner always may, and execute permission is enough, since running a file means reading it
   * (RFC 1813 §4.4).
   */
  public static boolean mayReadData(Inode inode, Caller caller) {
    return owns(inode, caller) || mayRead(inode, caller) || mayExecute(inode, caller);
  }

  /** Whether {@code caller} may write a file's data; the owner always may (RFC 1813 §4.4). */
  public static boolean mayWriteData(Inode inode, Caller caller) {
    return owns(inode, caller) || mayWrite(inode, caller);
  }

  /**
   * Whether a sticky {@code directory} keeps {@code caller} from taking {@code child} out of it.
   */
  public static boolean stickyForbids(Inode directory, Inode child, Caller caller) {
    return (directory.mode() & Inode.STICKY) != 0
        && !owns(directory, caller)
        && !owns(child, caller);
  }

  /** Those of {@code wanted} that make sense for the inode and that its bits grant. */
  public static Set<AccessRight> granted(Inode inode, Caller caller, Set<AccessRight> wanted) {
    Set<AccessRight> sensible =
        inode.isDirectory() ? FOR_DIRECTORIES : inode.isRegular() ? FOR_FILES : FOR_OTHERS;
    EnumSet<AccessRight> granted = EnumSet.noneOf(AccessRight.class);
    for (AccessRight right : wanted) {
      if (sensible.contains(right) && grants(inode, caller, bitFor(right))) {
        granted.add(right);
      }
    }
    return granted;
  }

  private static int bitFor(AccessRight right) {
    return switch (right) {
      case READ -> READ;
      case MODIFY, EXTEND, DELETE -> WRITE;
      case LOOKUP, EXECUTE -> EXECUTE;
    };
  }

  private static boolean grants(Inode inode, Caller caller, int bit) {
    if (caller.isSuperuser()) {
      return bit != EXECUTE || inode.isDirectory() || (inode.mode() & ANY_EXECUTE) != 0;
    }
    int shift = caller.uid() == inode.uid() ? 6 : caller.isMember(inode.gid()) ? 3 : 0;
    return (inode.mode() >> shift & bit) != 0;
  }
}
