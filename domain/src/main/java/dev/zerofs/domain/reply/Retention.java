package dev.zerofs.domain.reply;

/**
 * How long results are remembered.
 *
 * @param periodNanos after how long a period ends
 * @param periodResults with how many results a period ends
 * @param periods how many periods are kept, the running one included
 * @param earlierNanos for how long those of earlier openings are kept
 * @param earlierResults the most of those
 */
record Retention(
    long periodNanos, int periodResults, int periods, long earlierNanos, int earlierResults) {
  private static final long SECOND_NANOS = 1_000_000_000;

  /**
   * What volumes do. There are more results in three periods than calls can be under way, and a
   * client finds a server again within minutes. In memory are those of earlier openings alone.
   *
   * @param earlierBytes the most memory for those
   */
  static Retention within(long earlierBytes) {
    int earlierResults =
        Math.clamp(earlierBytes / EarlierReplies.RESULT_BYTES_MAX, 1, Integer.MAX_VALUE);
    return new Retention(60 * SECOND_NANOS, 4096, 4, 600 * SECOND_NANOS, earlierResults);
  }
}
