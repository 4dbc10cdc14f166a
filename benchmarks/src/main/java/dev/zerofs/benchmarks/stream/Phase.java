package dev.zerofs.benchmarks.stream;

import java.util.Locale;

/**
 * A stream as it was measured.
 *
 * @param bytesPerSecond its rate
 * @param requests what the bucket says of it, or nothing
 * @param processors what the processors did for it, in milliseconds a megabyte
 */
record Phase(double bytesPerSecond, String requests, String processors) {

  String told() {
    return String.format(
        Locale.ROOT, "%.0f MB/s%s (%s ms/MB)", bytesPerSecond / 1e6, requests, processors);
  }
}
