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
  /** No quota, relatime, 1 PiB. */
  public static final Options DEFAULT =
      new Options(
          AccessTimePolicy.RELATIME,
          0,
          0,
          1L << 50,
          1L << 40,
          Integer.MAX_VALUE,
          32L << 20,
          16L << 20);

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

  /** With another atime policy. */
  public Options withAccessTimes(AccessTimePolicy policy) {
    return new Options(
        policy,
        quotaBytes,
        quotaInodes,
        statfsBytes,
        statfsInodes,
        linkCountMax,
        readAheadBytes,
        replayBytes);
  }

  /** With other quotas; 0 for none. */
  public Options withQuota(long bytes, long inodes) {
    return new Options(
        accessTimes,
        bytes,
        inodes,
        statfsBytes,
        statfsInodes,
        linkCountMax,
        readAheadBytes,
        replayBytes);
  }

  /** With another statement of the total space without a quota. */
  public Options withStatfs(long bytes, long inodes) {
    return new Options(
        accessTimes,
        quotaBytes,
        quotaInodes,
        bytes,
        inodes,
        linkCountMax,
        readAheadBytes,
        replayBytes);
  }

  /** With another limit of names. */
  public Options withLinkCountMax(int count) {
    return new Options(
        accessTimes,
        quotaBytes,
        quotaInodes,
        statfsBytes,
        statfsInodes,
        count,
        readAheadBytes,
        replayBytes);
  }

  /** With another reach of reading ahead; 0 for none. */
  public Options withReadAhead(long bytes) {
    return new Options(
        accessTimes,
        quotaBytes,
        quotaInodes,
        statfsBytes,
        statfsInodes,
        linkCountMax,
        bytes,
        replayBytes);
  }

  /** With other memory for results of earlier openings. */
  public Options withReplay(long bytes) {
    return new Options(
        accessTimes,
        quotaBytes,
        quotaInodes,
        statfsBytes,
        statfsInodes,
        linkCountMax,
        readAheadBytes,
        bytes);
  }
}
