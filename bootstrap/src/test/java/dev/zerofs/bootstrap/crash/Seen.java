package dev.zerofs.bootstrap.crash;

import dev.zerofs.ports.bytes.Bytes;

/**
 * What can be seen of a name.
 *
 * @param kind its type
 * @param mode its permission bits; 0 for symbolic links, which have none
 * @param linkCount how many names its inode has, as the server states it
 * @param sameAs the first of the names of its inode
 * @param content the bytes of a file, the target of a symbolic link; empty for a directory
 */
record Seen(Kind kind, int mode, int linkCount, String sameAs, Bytes content) {

  enum Kind {
    FILE,
    DIRECTORY,
    SYMLINK
  }

  @Override
  public String toString() {
    return "%s %o, %d links, as %s, %d bytes #%08x"
        .formatted(kind, mode, linkCount, sameAs, content.length(), content.hashCode());
  }
}
