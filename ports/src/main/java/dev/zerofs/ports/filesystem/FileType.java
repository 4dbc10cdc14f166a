package dev.zerofs.ports.filesystem;

/** What an inode is (POSIX file types). */
public enum FileType {
  /** A regular file. */
  REGULAR,
  /** A directory. */
  DIRECTORY,
  /** A symbolic link. */
  SYMLINK,
  /** A block device. */
  BLOCK_DEVICE,
  /** A character device. */
  CHARACTER_DEVICE,
  /** A named pipe. */
  FIFO,
  /** A local-domain socket. */
  SOCKET
}
