package dev.zerofs.bootstrap.crash;

import dev.zerofs.ports.bytes.Bytes;

/** An inode of the model. */
sealed interface Node {

  /** A regular file. */
  record File(Bytes content, int mode) implements Node {}

  /** A directory. */
  record Directory(int mode) implements Node {}

  /** A symbolic link. */
  record Symlink(String target) implements Node {}
}
