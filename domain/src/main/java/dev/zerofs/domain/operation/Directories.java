package dev.zerofs.domain.operation;

import dev.zerofs.domain.layout.Inode;

/** A directory's inode as names come and go. */
final class Directories {
  private Directories() {}

  /** With one name more, which takes the directory's next cookie. */
  static Inode withName(Inode directory, boolean subdirectory, long now) {
    return directory
        .withBody(directory.directory().withChild())
        .withLinkCount(directory.linkCount() + (subdirectory ? 1 : 0))
        .withTimes(directory.times().modify(now));
  }

  /** With one name less. */
  static Inode withoutName(Inode directory, boolean subdirectory, long now) {
    return directory
        .withBody(directory.directory().withoutChild())
        .withLinkCount(directory.linkCount() - (subdirectory ? 1 : 0))
        .withTimes(directory.times().modify(now));
  }

  static boolean isEmpty(Inode directory) {
    return directory.directory().childCount() == 0;
  }
}
