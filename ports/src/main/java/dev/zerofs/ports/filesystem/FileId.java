package dev.zerofs.ports.filesystem;

/**
 * A file for all time: neither of the two is ever used again for another one.
 *
 * @param inode the inode number; the root directory is 0
 * @param generation the epoch of the writer that made the inode
 */
public record FileId(long inode, long generation) {

  /** Checks the signs. */
  public FileId {
    if (inode < 0 || generation < 0) {
      throw new IllegalArgumentException(
          "negative inode or generation: " + inode + "/" + generation);
    }
  }
}
