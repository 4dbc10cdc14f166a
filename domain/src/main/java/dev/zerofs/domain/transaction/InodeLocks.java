package dev.zerofs.domain.transaction;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The locks of changes: one per stripe of inode ids, and one for the whole volume that whoever
 * moves a directory to another one holds, so that the tree above stands still.
 *
 * <p>Safe for use by any number of threads.
 */
final class InodeLocks {
  private static final int STRIPES = 1024;

  private final ReentrantLock directoryMoves = new ReentrantLock();
  private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

  InodeLocks() {
    Arrays.setAll(stripes, _ -> new ReentrantLock());
  }

  /**
   * Locks the first {@code count} of {@code inodes}, and all moves of directories if {@code
   * directoryMove}, in the order that everybody keeps.
   */
  Held acquire(long[] inodes, int count, boolean directoryMove) {
    int[] wanted = new int[count];
    for (int i = 0; i < count; i++) {
      wanted[i] = stripe(inodes[i]);
    }
    Arrays.sort(wanted);
    if (directoryMove) {
      directoryMoves.lock();
    }
    for (int i = 0; i < count; i++) {
      // Reentrant: two inodes of one stripe lock it twice.
      stripes[wanted[i]].lock();
    }
    return new Held(wanted, directoryMove);
  }

  private static int stripe(long inode) {
    // Neighbouring ids, made together, shall not meet in one stripe: the low bits differ.
    return (int) inode & (STRIPES - 1);
  }

  /** Locks that are held until they are closed, by the thread that acquired them. */
  final class Held implements AutoCloseable {
    private final int[] held;
    private final boolean directoryMove;

    private Held(int[] held, boolean directoryMove) {
      this.held = held;
      this.directoryMove = directoryMove;
    }

    boolean covers(long inode) {
      int stripe = stripe(inode);
      for (int one : held) {
        if (one == stripe) {
          return true;
        }
      }
      return false;
    }

    boolean coversDirectoryMove() {
      return directoryMove;
    }

    @Override
    public void close() {
      for (int i = held.length - 1; i >= 0; i--) {
        stripes[held[i]].unlock();
      }
      if (directoryMove) {
        directoryMoves.unlock();
      }
    }
  }
}
