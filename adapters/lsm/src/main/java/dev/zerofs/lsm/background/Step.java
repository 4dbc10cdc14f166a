package dev.zerofs.lsm.background;

/** Background work, done in bounded pieces by whoever drives it. */
@FunctionalInterface
public interface Step {

  /** Nothing to do until {@link Driver#wake}. */
  long IDLE = Long.MAX_VALUE;

  /**
   * Does one piece of what is due.
   *
   * @return 0 if there may be more to do at once, else how many nanoseconds until there may be, or
   *     {@link #IDLE}
   */
  long work();
}
