package dev.zerofs.lsm.fetch;

/**
 * How long a read keeps trying.
 *
 * @param deadlineNanos after how long it gives up
 * @param backoffMinNanos the mean wait after the first failure; doubled after each
 * @param backoffMaxNanos the longest mean wait
 */
public record ReadPatience(long deadlineNanos, long backoffMinNanos, long backoffMaxNanos) {

  /** Half a minute: longer than a store's hiccup, shorter than a soft mount's. */
  public static final ReadPatience DEFAULT =
      new ReadPatience(30_000_000_000L, 20_000_000L, 2_000_000_000L);

  /** Checks the order. */
  public ReadPatience {
    if (deadlineNanos < 0 || backoffMinNanos <= 0 || backoffMaxNanos < backoffMinNanos) {
      throw new IllegalArgumentException("impossible patience");
    }
  }
}
