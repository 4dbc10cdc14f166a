package dev.zerofs.ports.filesystem;

import java.util.Set;

/**
 * What a caller may do.
 *
 * @param granted those of the rights asked for that are granted
 * @param object the object's attributes
 */
public record Access(Set<AccessRight> granted, Attributes object) {

  /** Copies the set. */
  public Access {
    granted = Set.copyOf(granted);
  }
}
