package dev.zerofs.lsm.entry;

import dev.zerofs.ports.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A walk over entries in {@link InternalEntry#ORDER}. A new one stands before the first entry of
 * its range. Holds memory only, so there is nothing to close. For one thread.
 *
 * @see SortedSource#iterator
 */
public interface EntryIterator {

  /** The next entry without moving past it, or null after the last. */
  @Nullable InternalEntry peek();

  /** The next entry, moving past it, or null after the last. */
  @Nullable InternalEntry next();

  /**
   * Moves to the newest version of the first key of the range that is not less than {@code from};
   * backwards too.
   */
  void seek(Bytes from);
}
