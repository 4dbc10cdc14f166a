package dev.zerofs.ports.keyvalue;

import org.jspecify.annotations.Nullable;

/**
 * A walk over entries in ascending order of keys. Not safe for use by several threads; must be
 * closed, and before the snapshot it came from.
 */
public interface Cursor extends AutoCloseable {

  /**
   * The next entry, or null after the last.
   *
   * @throws KeyValueException as a get would
   */
  @Nullable Entry next();

  /** Releases what the walk holds. */
  @Override
  void close();
}
