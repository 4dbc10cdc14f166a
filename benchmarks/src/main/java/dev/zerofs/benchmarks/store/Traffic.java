package dev.zerofs.benchmarks.store;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What has passed between an engine and its store.
 *
 * @param requests how many of each kind; failures count, they are billed too
 * @param bytesUp the bodies of all puts
 * @param bytesDown the bodies of all gets
 * @param bytesUpByArea the bodies of puts by the first segment of the key: log, sst, manifest
 * @param getsByArea gets in the same way
 * @param parallelMax the most requests that were under way at once since counting began
 */
public record Traffic(
    Map<Request, Long> requests,
    long bytesUp,
    long bytesDown,
    SortedMap<String, Long> bytesUpByArea,
    SortedMap<String, Long> getsByArea,
    int parallelMax) {

  /** Nothing. */
  public static final Traffic NONE =
      new Traffic(Map.of(), 0, 0, new TreeMap<>(), new TreeMap<>(), 0);

  /** Requests of one kind. */
  public long count(Request kind) {
    return requests.getOrDefault(kind, 0L);
  }

  /** Requests of every kind. */
  public long total() {
    return requests.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What has passed since {@code earlier}, which is of the same store. */
  public Traffic since(Traffic earlier) {
    return combined(earlier, -1, parallelMax);
  }

  /** Both together. */
  public Traffic plus(Traffic other) {
    return combined(other, 1, Math.max(parallelMax, other.parallelMax));
  }

  private Traffic combined(Traffic other, long sign, int parallel) {
    Map<Request, Long> sums = new EnumMap<>(Request.class);
    for (Request kind : Request.values()) {
      sums.put(kind, count(kind) + sign * other.count(kind));
    }
    return new Traffic(
        sums,
        bytesUp + sign * other.bytesUp,
        bytesDown + sign * other.bytesDown,
        sum(bytesUpByArea, other.bytesUpByArea, sign),
        sum(getsByArea, other.getsByArea, sign),
        parallel);
  }

  private static SortedMap<String, Long> sum(
      SortedMap<String, Long> a, SortedMap<String, Long> b, long sign) {
    SortedMap<String, Long> sum = new TreeMap<>(a);
    b.forEach((area, value) -> sum.merge(area, sign * value, Long::sum));
    return sum;
  }

  /** The numbers in one line, for people. */
  @Override
  public String toString() {
    String kinds =
        requests.entrySet().stream()
            .filter(entry -> entry.getValue() != 0)
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%s; %.1f MB up (%s), %.1f MB down, at most %d at once",
        kinds.isEmpty() ? "no request" : kinds,
        bytesUp / 1e6,
        bytesUpByArea.entrySet().stream()
            .map(
                area -> String.format(Locale.ROOT, "%s %.1f", area.getKey(), area.getValue() / 1e6))
            .collect(Collectors.joining(", ")),
        bytesDown / 1e6,
        parallelMax);
  }
}
