package dev.zerofs.benchmarks.stream;

import java.util.Locale;

/**
 * What a {@link SlowBucket} has counted.
 *
 * @param bodies objects and stretches of objects, up and down together
 * @param bytes what they had in all
 * @param busyNanos how long requests took, those under way together added up
 */
record BucketFigures(long bodies, long bytes, long busyNanos) {

  private static final double MEBIBYTE = 1 << 20;

  String toText() {
    return bodies + " " + bytes + " " + busyNanos;
  }

  static BucketFigures parse(String text) {
    String[] numbers = text.strip().split(" ", -1);
    return new BucketFigures(
        Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
  }

  BucketFigures since(BucketFigures before) {
    return new BucketFigures(
        bodies - before.bodies, bytes - before.bytes, busyNanos - before.busyNanos);
  }

  /** For people: how large bodies were and how many requests were under way at once. */
  String told(double seconds) {
    return String.format(
        Locale.ROOT,
        "%d of %.1f MiB, %.1f at once",
        bodies,
        bodies == 0 ? 0 : bytes / MEBIBYTE / bodies,
        busyNanos / 1e9 / seconds);
  }
}
