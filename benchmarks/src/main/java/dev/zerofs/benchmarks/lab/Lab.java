package dev.zerofs.benchmarks.lab;

import dev.zerofs.bootstrap.time.SystemClock;
import dev.zerofs.ports.time.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where and how large a workload runs.
 *
 * @param directory an empty directory that may be filled
 * @param small whether it is to be over soon
 * @param options what else the command line says, by name
 */
public record Lab(Path directory, boolean small, Map<String, String> options) {

  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long PROCESS = ProcessHandle.current().pid();

  /** The only clock. */
  public static final Clock CLOCK = new SystemClock();

  /** Copies the map. */
  public Lab {
    options = Map.copyOf(options);
  }

  /** One of two sizes. */
  public long sized(long full, long reduced) {
    return small ? reduced : full;
  }

  /** An option, or what stands for it. */
  public String option(String name, String otherwise) {
    return options.getOrDefault(name, otherwise);
  }

  /** An option that is a number. */
  public long option(String name, long otherwise) {
    String given = options.get(name);
    return given == null ? otherwise : Long.parseLong(given);
  }

  /** A place for a volume behind a store that looks like a bucket. */
  public Place bucket(String name) {
    return new Place(directory.resolve(name), true);
  }

  /**
   * The same with its objects in memory, so that the local disk has nothing to do with the store;
   * {@link #bucket} where there is no directory in memory.
   */
  public Place distantBucket(String name) {
    Place place = bucket(name);
    return Files.isWritable(MEMORY)
        ? place.withStoreIn(MEMORY.resolve("zerofs-%s-%d".formatted(name, PROCESS)))
        : place;
  }

  /** A place for a volume in a local directory, which the engine knows. */
  public Place local(String name) {
    return new Place(directory.resolve(name), false);
  }

  /** Seconds since {@code beganNanos} on the monotonic clock. */
  public static double secondsSince(long beganNanos) {
    return (CLOCK.monotonicNanos() - beganNanos) / 1e9;
  }
}
