package dev.zerofs.lsm.follow;

/**
 * How closely a reader follows.
 *
 * @param lagNanos a state older than this is not read from before there was a look for news
 * @param graceNanos how long an object stays in the store after no manifest refers to it any more
 * @param timeoutNanos how long a look for news may take with a store that fails
 */
public record FollowOptions(long lagNanos, long graceNanos, long timeoutNanos) {

  /** Checks that states are given up well before what they are made of is. */
  public FollowOptions {
    if (lagNanos < 0 || timeoutNanos < 0 || lagNanos >= graceNanos / 2) {
      throw new IllegalArgumentException(
          "a lag of %d ns with a grace time of %d ns".formatted(lagNanos, graceNanos));
    }
  }
}
