package dev.zerofs.lsm.manifest;

/**
 * The random identity of a volume, so that one made anew in the same place is another.
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
