package dev.zerofs.lsm.sst;

/**
 * How tables are cut. Every choice can be read.
 *
 * @param blockSizeBytes about how large a data block is before compression
 * @param targetSizeBytes about how large a table is; the next begins at the key after
 * @param filterBitsPerKey the size of the filters; 12 lets fewer than 1 in 100 absent keys through
 */
public record SstOptions(int blockSizeBytes, int targetSizeBytes, int filterBitsPerKey) {

  /** What is good for file systems. */
  public static final SstOptions DEFAULT = new SstOptions(16 << 10, 16 << 20, 12);

  /** Checks the signs. */
  public SstOptions {
    if (blockSizeBytes <= 0 || targetSizeBytes <= 0 || filterBitsPerKey <= 0) {
      throw new IllegalArgumentException("sizes must be positive");
    }
  }
}
