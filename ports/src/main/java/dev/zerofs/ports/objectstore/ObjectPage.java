package dev.zerofs.ports.objectstore;

import java.util.List;

/**
 * One page of a listing.
 *
 * @param objects in ascending order of their keys' bytes
 * @param more whether keys after the last of {@code objects} may exist; when {@code objects} is
 *     empty this is false
 */
public record ObjectPage(List<ObjectSummary> objects, boolean more) {

  /** Copies the list. */
  public ObjectPage {
    objects = List.copyOf(objects);
    if (more && objects.isEmpty()) {
      throw new IllegalArgumentException("an empty page cannot be continued");
    }
  }
}
