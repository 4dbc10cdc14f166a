package dev.zerofs.lsm;

import dev.zerofs.ports.random.Seeds;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Two writers race for one volume in every interleaving of their requests with few switches between
 * them, in many random ones, and with every request of a dead writer arriving at every moment of
 * the next one. {@code -Dzerofs.seed=… -Dzerofs.race=…} runs one of them again: the numbers of the
 * requests before which the turn changes, or those of the request that is late and of the one
 * before which it arrives.
 */
final class RaceSim {

  private static final int SEEDS = Integer.getInteger("zerofs.sim.seeds", 60);

  /** Which schedule to run, as a failure names it. */
  private static final String GIVEN = System.getProperty("zerofs.race", "");

  private static final Set<String> DANGERS =
      Set.of(
          "flush puts pack",
          "compaction puts table",
          "reclaim puts pack",
          "reclaim deletes segment",
          "reclaim deletes table");

  /** Switches from one writer to the other at some of their requests, counted together. */
  private static IntUnaryOperator switchingAt(long... requests) {
    int[] passed = new int[2];
    return number -> {
      boolean isSwitch = passed[1] < requests.length && requests[passed[1]] == passed[0];
      passed[0]++;
      if (isSwitch) {
        passed[1]++;
        return 1 - number;
      }
      return number;
    };
  }

  /**
   * The first race from {@code seed} on in which the two meet every danger when one comes after the
   * other. Where few races are run through in full, those have to be worth it.
   */
  private static Race eventful(long seed, SimCoverage coverage) {
    for (long candidate = seed; ; candidate++) {
      SimCoverage straight = new SimCoverage();
      new Race(candidate, straight).interleaved(number -> number);
      if (DANGERS.stream().allMatch(danger -> straight.of(danger) > 0)) {
        return new Race(candidate, coverage);
      }
    }
  }

  private static void run(Race race, long... switches) {
    try {
      race.interleaved(switchingAt(switches));
    } catch (Throwable failure) {
      throw named(failure, switches);
    }
  }

  private static AssertionError named(Throwable failure, long... choices) {
    String name = Arrays.toString(choices).replaceAll("[\\[\\] ]", "");
    return new AssertionError("-Dzerofs.race=" + name + ": " + failure, failure);
  }

  private static boolean runGiven(Race race) {
    if (!GIVEN.isEmpty()) {
      run(race, given());
    }
    return !GIVEN.isEmpty();
  }

  private static long[] given() {
    return Stream.of(GIVEN.split(",")).mapToLong(Long::parseLong).toArray();
  }

  @Test
  void oneSwitchAnywhere() {
    SimCoverage coverage = new SimCoverage();
    int worlds = Math.max(1, SEEDS / 20);
    Seeds.forEach(
        worlds,
        seed -> {
          Race race = eventful(seed, coverage);
          if (runGiven(race)) {
            return;
          }
          long requests = race.interleaved(number -> number);
          for (long at = 0; at < requests; at++) {
            run(race, at);
            coverage.add("schedules", 1);
          }
        });
    coverage.requireAll((int) coverage.of("schedules"), DANGERS);
  }

  /** There and back again: every pair of moments, or as many as there is time for. */
  @Test
  void twoSwitches() {
    SimCoverage coverage = new SimCoverage();
    Seeds.forEach(
        1,
        seed -> {
          Race race = eventful(seed, coverage);
          if (runGiven(race)) {
            return;
          }
          long requests = race.interleaved(number -> number);
          long stride = Math.max(1, requests * requests / 2 / (4L * SEEDS));
          long next = new Random(seed).nextLong(stride);
          long pair = 0;
          for (long there = 0; there < requests; there++) {
            for (long back = there + 1; back <= requests; back++) {
              if (pair++ == next) {
                run(race, there, back);
                coverage.add("schedules", 1);
                next += stride;
              }
            }
          }
        });
    coverage.requireAll((int) coverage.of("schedules"), Set.of("reclaim deletes segment"));
  }

  @Test
  void manySwitches() {
    SimCoverage coverage = new SimCoverage();
    Seeds.forEach(
        SEEDS,
        seed -> {
          Race race = new Race(seed, coverage);
          if (runGiven(race)) {
            return;
          }
          Random random = new Random(seed);
          long requests = race.interleaved(number -> number);
          for (int i = 0; i < 10; i++) {
            long[] switches =
                random
                    .longs(2 + random.nextInt(1 << random.nextInt(6)), 0, requests)
                    .sorted()
                    .distinct()
                    .toArray();
            run(race, switches);
            coverage.add("schedules", 1);
          }
        });
    coverage.requireAll((int) coverage.of("schedules"), DANGERS);
  }

  @Test
  void theLastRequestOfADeadWriterArrivesAtAnyTime() {
    SimCoverage coverage = new SimCoverage();
    Seeds.forEach(
        SEEDS,
        seed -> {
          Race race = new Race(seed, coverage);
          if (!GIVEN.isEmpty()) {
            race.late(given()[0], given()[1]);
            return;
          }
          Random random = new Random(seed);
          long requests = race.interleaved(number -> number) / 2;
          int writes = 0;
          for (int i = 0; i < 20; i++) {
            long lost = random.nextLong(requests);
            long arrival = random.nextLong(requests + 10);
            try {
              writes += race.late(lost, arrival) ? 1 : 0;
            } catch (Throwable failure) {
              throw named(failure, lost, arrival);
            }
          }
          coverage.add("schedules", writes);
        });
    coverage.requireAll((int) coverage.of("schedules"), DANGERS);
  }
}
