package dev.zerofs.bootstrap.configuration;

import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.SettingException;
import dev.zerofs.ports.settings.Settings;
import dev.zerofs.ports.settings.Settings.Given;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How the heap is divided: one table of everything whose size somebody may choose, which must fit.
 * What was not chosen has its default; in a small heap less in proportion; and the block cache
 * takes half of what a larger one leaves.
 */
public final class MemoryBudget {

  /**
   * One line of the table.
   *
   * @param purpose what the memory is for
   * @param key the setting that bounds it
   * @param count how many pieces of that size there may be
   * @param isRemote whether it is there only if the store is not of this machine
   */
  private record Use(String purpose, String key, long count, boolean isRemote) {
    Use(String purpose, String key, long count) {
      this(purpose, key, count, false);
    }
  }

  /**
   * One line of a divided heap.
   *
   * @param purpose what the memory is for
   * @param key the setting that bounds it
   * @param bytes all pieces together
   */
  public record Share(String purpose, String key, long bytes) {}

  private static final String CACHE = "cache.memory";

  private static final List<Use> USES =
      List.of(
          new Use("changes that are not in the store yet", "unuploaded.max", 1),
          new Use("tables of new keys, four of them", "memtable.size", 4),
          new Use("flushing, merging, moving", "background.memory", 1),
          new Use("requests in flight", "nfs.bytes", 1),
          new Use("replies remembered", "nfs.replay-bytes", 1),
          new Use("results of calls before the start", "fs.replay-bytes", 1),
          new Use("reads on their way from the store and ahead of readers", "read.bytes", 1, true),
          new Use("on the way to the disk cache", "cache.queue", 1, true),
          new Use("index of the disk cache", "cache.index", 1, true),
          new Use("block cache", CACHE, 1));

  /** How the URLs of stores begin that are directories of this machine. */
  private static final String LOCAL = "file:";

  private static final long MIB = 1L << 20;
  private static final long RESERVE_MIN_BYTES = 64 * MIB;
  private static final int RESERVE_PERCENT = 15;
  private static final long CACHE_MAX_BYTES = 1024 * MIB;

  /** Below this part of the defaults together nothing works well: better to say so. */
  private static final int SCALE_MIN_PARTS = 8;

  private final List<Share> shares;
  private final Map<String, Given> derived;
  private final long heapBytes;

  private MemoryBudget(List<Share> shares, Map<String, Given> derived, long heapBytes) {
    this.shares = List.copyOf(shares);
    this.derived = Map.copyOf(derived);
    this.heapBytes = heapBytes;
  }

  /**
   * Divides a heap of {@code heapBytes}.
   *
   * @param known a use that no known setting bounds is left out: its adapter is not there
   * @throws SettingException if what was chosen does not fit, or the heap is too small for the rest
   */
  public static MemoryBudget divide(Settings settings, KnownSettings known, long heapBytes) {
    long reserve = Math.max(RESERVE_MIN_BYTES, heapBytes / 100 * RESERVE_PERCENT);
    long available = heapBytes - reserve;
    Map<String, Long> chosen = new HashMap<>();
    Map<String, Long> standard = new HashMap<>();
    boolean isLocal = isLocal(settings);
    for (Use use : USES) {
      Setting<?> setting = use.isRemote() && isLocal ? null : known.find(use.key());
      if (setting != null && settings.value(setting) instanceof Long bytes) {
        boolean given = settings.given().containsKey(use.key());
        (given ? chosen : standard).put(use.key(), bytes * use.count());
      }
    }
    long fixed = sum(chosen);
    long wanted = sum(standard);
    if (available - fixed < wanted / SCALE_MIN_PARTS || available < fixed) {
      throw tooMuch(settings, chosen, fixed + wanted / SCALE_MIN_PARTS, available, heapBytes);
    }
    long left = available - fixed - wanted;
    Map<String, Long> divided =
        left < 0 ? scaled(standard, available - fixed) : withLargerCache(standard, left);
    return of(chosen, standard, divided, heapBytes);
  }

  private static boolean isLocal(Settings settings) {
    Given url = settings.given().get(ServerSettings.STORE_URL.name());
    return url != null && url.text().startsWith(LOCAL);
  }

  /** The table's lines. */
  public List<Share> shares() {
    return shares;
  }

  /** The heap that is divided. */
  public long heapBytes() {
    return heapBytes;
  }

  /** The settings with a value for everything that was not chosen and differs from its default. */
  public Settings complete(Settings settings) {
    Map<String, Given> values = new HashMap<>(settings.given());
    values.putAll(derived);
    return Settings.of(values);
  }

  /** A size as people read it. */
  public static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%d MiB", bytes / MIB);
  }

  private static Map<String, Long> scaled(Map<String, Long> standard, long room) {
    long wanted = sum(standard);
    Map<String, Long> result = new HashMap<>();
    standard.forEach((key, bytes) -> result.put(key, (long) ((double) bytes / wanted * room)));
    return result;
  }

  private static Map<String, Long> withLargerCache(Map<String, Long> standard, long left) {
    Map<String, Long> result = new HashMap<>(standard);
    result.computeIfPresent(
        CACHE, (_, bytes) -> Math.max(bytes, Math.min(CACHE_MAX_BYTES, bytes + left / 2)));
    return result;
  }

  private static MemoryBudget of(
      Map<String, Long> chosen,
      Map<String, Long> standard,
      Map<String, Long> divided,
      long heapBytes) {
    List<Share> shares = new ArrayList<>();
    Map<String, Given> derived = new HashMap<>();
    String origin = "share of a heap of " + mebibytes(heapBytes);
    for (Use use : USES) {
      Long bytes = chosen.getOrDefault(use.key(), divided.get(use.key()));
      if (bytes == null) {
        continue;
      }
      shares.add(new Share(use.purpose(), use.key(), bytes));
      if (divided.containsKey(use.key()) && !bytes.equals(standard.get(use.key()))) {
        derived.put(use.key(), new Given(Long.toString(bytes / use.count()), origin));
      }
    }
    return new MemoryBudget(shares, derived, heapBytes);
  }

  private static SettingException tooMuch(
      Settings settings, Map<String, Long> chosen, long needed, long available, long heapBytes) {
    String problem =
        "memory does not fit: at least "
            + mebibytes(needed)
            + " are needed, and a heap of "
            + mebibytes(heapBytes)
            + " has "
            + mebibytes(Math.max(0, available))
            + " to give; expected a larger heap (ZEROFS_JAVA_OPTS=-Xmx…)";
    return chosen.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(
            largest -> {
              Given given = settings.given().get(largest.getKey());
              String origin = given == null ? DefaultPlaces.ORIGIN : given.origin();
              return new SettingException(
                  largest.getKey(), origin, problem + " or a smaller value");
            })
        .orElseGet(() -> new SettingException("-Xmx", "JVM option", problem));
  }

  private static long sum(Map<String, Long> bytes) {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }
}
