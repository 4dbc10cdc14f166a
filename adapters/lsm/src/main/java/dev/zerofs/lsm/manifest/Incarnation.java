package dev.zerofs.lsm.manifest;

/**
 * The random number of the writer of one epoch, which every object it wrote carries: by it an
 * object is told from one of the same name in another copy of the bucket.
 *
 * @param volumeIndex which volume of the manifest's table the epoch belongs to
 * @param epoch the epoch
 * @param number the random number
 */
public record Incarnation(int volumeIndex, long epoch, long number) {

  /** Checks the signs. */
  public Incarnation {
    if (volumeIndex < 0 || epoch < 0) {
      throw new IllegalArgumentException("negative volume " + volumeIndex + " or epoch " + epoch);
    }
  }
}
