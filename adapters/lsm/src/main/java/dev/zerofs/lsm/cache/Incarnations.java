package dev.zerofs.lsm.cache;

import dev.zerofs.lsm.layout.StoredObject;
import java.util.OptionalLong;

/**
 * Which incarnations wrote a volume's objects: one for each epoch of each volume. Safe for use by
 * any number of threads.
 */
@FunctionalInterface
public interface Incarnations {

  /**
   * The random number of the writer of {@code object}.
   *
   * @return empty if it is not known: the object is then not kept on disk
   */
  OptionalLong of(StoredObject object);
}
