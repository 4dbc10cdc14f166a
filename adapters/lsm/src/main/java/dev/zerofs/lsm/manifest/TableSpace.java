package dev.zerofs.lsm.manifest;

/**
 * What a table says of space in the store: from such numbers it is estimated what a merge would
 * free.
 *
 * @param referencedBytes the sum of the stored lengths of all frames it refers to
 * @param deletionCount how many of its entries are deletions of single keys
 * @param hiddenBytes about how many stored bytes of older runs its run hides otherwise: by range
 *     tombstones, or by having moved values out of segments that then hold nothing else
 */
public record TableSpace(long referencedBytes, long deletionCount, long hiddenBytes) {

  /** Nothing known, as of tables from before these numbers were kept. */
  public static final TableSpace NONE = new TableSpace(0, 0, 0);

  /** Checks the signs. */
  public TableSpace {
    if (referencedBytes < 0 || deletionCount < 0 || hiddenBytes < 0) {
      throw new IllegalArgumentException("negative number in the space of a table");
    }
  }
}
