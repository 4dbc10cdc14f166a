package dev.zerofs.domain.check;

import dev.zerofs.ports.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong.
 *
 * @param inode what is concerned, or {@link #NOBODY}
 * @param name the name in that directory that is concerned, or null if it is the inode itself
 * @param text what is wrong
 */
record Problem(long inode, @Nullable Bytes name, String text) {

  /** No inode has this number. */
  static final long NOBODY = -1;
}
