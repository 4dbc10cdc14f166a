package dev.zerofs.lsm.manifest;

/**
 * The random identity of a volume's storage, so that one made anew in the same place is another:
 * journals and caches carry it. What clients know a volume by is an id of the file system's own,
 * but for clones, where it is this one.
 *
 * @param high the upper half
 * @param low the lower half
 */
public record VolumeId(long high, long low) {

  @Override
  public String toString() {
    return "%016x%016x".formatted(high, low);
  }
}
