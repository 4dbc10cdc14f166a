package dev.zerofs.benchmarks.rocks;

import dev.zerofs.benchmarks.lab.Lab;
import dev.zerofs.benchmarks.lab.Place;
import dev.zerofs.benchmarks.lab.Report;
import dev.zerofs.benchmarks.rocks.Threads.Rate;
import dev.zerofs.benchmarks.row.Workload;
import dev.zerofs.bootstrap.configuration.MemoryBudget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Small values, put, got from the cache and scanned: rounds alternate between the engines after one
 * that does not count, and medians are compared.
 */
public final class BesideRocks implements Workload {

  private static final double RATIO_MIN = 0.5;
  private static final List<Integer> VALUE_BYTES = List.of(100, 1024);
  private static final List<Integer> THREADS = List.of(1, 8);

  /** Rates of one engine by what was measured. */
  private final Map<String, List<Rate>> zero = new LinkedHashMap<>();

  private final Map<String, List<Rate>> rocks = new LinkedHashMap<>();

  @Override
  public void run(Lab lab, Report report) {
    long rounds = lab.option("rounds", lab.sized(3, 1));
    double seconds = lab.sized(3, 1);
    long totalBytes = lab.sized(116_000_000, 40_000_000);
    Place place = lab.local("zerofs");
    long cacheBytes = share(place, "cache.memory");
    long bufferBytes = share(place, "memtable.size") / 4;
    for (int round = 0; round <= rounds; round++) {
      for (int valueBytes : VALUE_BYTES) {
        for (int threads : THREADS) {
          SmallValues values = new SmallValues(valueBytes, totalBytes);
          String name = "%4d B, %d thread%s".formatted(valueBytes, threads, threads > 1 ? "s" : "");
          Supplier<Engine> ours = () -> new ZeroEngine(place);
          Supplier<Engine> theirs =
              () -> new RocksEngine(lab.directory().resolve("rocks"), cacheBytes, bufferBytes);
          boolean counts = round > 0;
          if (round % 2 == 0) {
            measure(values, name, threads, seconds, ours, counts ? zero : null);
            measure(values, name, threads, seconds, theirs, counts ? rocks : null);
          } else {
            measure(values, name, threads, seconds, theirs, counts ? rocks : null);
            measure(values, name, threads, seconds, ours, counts ? zero : null);
          }
        }
      }
    }
    report(report, rounds, "cache of %d, buffers of %d bytes".formatted(cacheBytes, bufferBytes));
  }

  private static long share(Place place, String key) {
    return place.memory().stream()
        .filter(share -> share.key().equals(key))
        .mapToLong(MemoryBudget.Share::bytes)
        .findFirst()
        .orElseThrow();
  }

  private static void measure(
      SmallValues values,
      String name,
      int threads,
      double seconds,
      Supplier<Engine> opener,
      @Nullable Map<String, List<Rate>> rates) {
    Map<String, List<Rate>> into = rates == null ? new LinkedHashMap<>() : rates;
    try (Engine engine = opener.get()) {
      add(into, "put " + name, values.puts(engine, threads));
      engine.reopen();
      values.warm(engine);
      add(into, "cached get " + name, values.gets(engine, threads, seconds));
      add(into, "scan " + name, values.scans(engine, threads, seconds));
    }
  }

  private static void add(Map<String, List<Rate>> rates, String name, Rate rate) {
    System.out.printf(Locale.ROOT, "%s: %.0f/s%n", name, rate.perSecond()); // it takes long
    rates.computeIfAbsent(name, _ -> new ArrayList<>()).add(rate);
  }

  private void report(Report report, long rounds, String sizes) {
    zero.forEach(
        (name, rates) -> {
          List<Rate> others = rocks.getOrDefault(name, List.of());
          double ratio = median(rates, Rate::perSecond) / median(others, Rate::perSecond);
          String details =
              "%.0f/s beside %.0f/s, %.2f us of processor time beside %.2f, medians of %d; %s"
                  .formatted(
                      median(rates, Rate::perSecond),
                      median(others, Rate::perSecond),
                      median(rates, Rate::processorMicros),
                      median(others, Rate::processorMicros),
                      rounds,
                      sizes);
          String row = "beside RocksDB: " + name;
          if (name.startsWith("scan")) {
            report.figure(row, ratio, details);
          } else {
            report.atLeast(row, ratio, RATIO_MIN, details);
          }
        });
  }

  private static double median(List<Rate> rates, ToDoubleFunction<Rate> what) {
    return rates.stream()
        .mapToDouble(what)
        .sorted()
        .skip(rates.size() / 2)
        .findFirst()
        .orElseThrow();
  }
}
