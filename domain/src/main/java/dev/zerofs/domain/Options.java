package dev.zerofs.domain;

import dev.zerofs.domain.time.AccessTimePolicy;

/**
 * What a person may choose about a volume each time it is opened.
 *
 * @param accessTimes when reading changes atime
 * @param quotaBytes the most bytes of file data, or 0 for no quota
 * @param quotaInodes the most files, directories and links, or 0 for no quota
 * @param statfsBytes the total space to state without a quota
 * @param statfsInodes the total number of inodes to state without a quota
 * @param linkCountMax the most names of one inode; also the most subdirectories of a directory,
 *     plus 2
 * @param readAheadBytes how far ahead of a sequential reader a file is asked for, or 0 for not
 * @param replayBytes the most memory for results of earlier openings, which clients may ask for
 *     again
 */
public record Options(
    AccessTimePolicy accessTimes,
    long quotaBytes,
    long quotaInodes,
    long statfsBytes,
    long statfsInodes,
    int linkCountMax,
    long readAheadBytes,
    long replayBytes) {
  /** What a fresh {@link Draft} says: no quota, relatime, 1 PiB. */
  public static final Options DEFAULT = new Draft().options();

  /** Checks the ranges. */
  public Options {
    if (quotaBytes < 0 || quotaInodes < 0) {
      throw new IllegalArgumentException("negative quota: " + quotaBytes + ", " + quotaInodes);
    }
    if (statfsBytes < 1 || statfsInodes < 1) {
      throw new IllegalArgumentException("no space: " + statfsBytes + ", " + statfsInodes);
    }
    if (readAheadBytes < 0) {
      throw new IllegalArgumentException("reading ahead by " + readAheadBytes);
    }
    if (replayBytes < 1) {
      throw new IllegalArgumentException(
          "results of earlier openings in " + replayBytes + " bytes");
    }
    if (linkCountMax < 2) {
      throw new IllegalArgumentException("at most " + linkCountMax + " links, expected 2 or more");
    }
  }

  /** Options in the making: what is not chosen stays as in {@link #DEFAULT}. */
  public static final class Draft {

    private AccessTimePolicy accessTimes = AccessTimePolicy.RELATIME;
    private long quotaBytes;
    private long quotaInodes;
    private long statfsBytes = 1L << 50;
    private long statfsInodes = 1L << 40;
    private int linkCountMax = Integer.MAX_VALUE;
    private long readAheadBytes = 64L << 20;
    private long replayBytes = 16L << 20;

    /** When reading changes atime. */
    public Draft accessTimes(AccessTimePolicy policy) {
      accessTimes = policy;
      return this;
    }

    /** The most bytes of file data and the most inodes; 0 for no quota. */
    public Draft quota(long bytes, long inodes) {
      quotaBytes = bytes;
      quotaInodes = inodes;
      return this;
    }

    /** The total space to state without a quota. */
    public Draft statfsBytes(long bytes) {
      statfsBytes = bytes;
      return this;
    }

    /** The total number of inodes to state without a quota. */
    public Draft statfsInodes(long count) {
      statfsInodes = count;
      return this;
    }

    /** The most names of one inode. */
    public Draft linkCountMax(int count) {
      linkCountMax = count;
      return this;
    }

    /** How far ahead of a sequential reader a file is asked for; 0 for not. */
    public Draft readAheadBytes(long bytes) {
      readAheadBytes = bytes;
      return this;
    }

    /** The most memory for results of earlier openings. */
    public Draft replayBytes(long bytes) {
      replayBytes = bytes;
      return this;
    }

    /**
     * What was chosen.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public Options options() {
      return new Options(
          accessTimes,
          quotaBytes,
          quotaInodes,
          statfsBytes,
          statfsInodes,
          linkCountMax,
          readAheadBytes,
          replayBytes);
    }
  }
}
