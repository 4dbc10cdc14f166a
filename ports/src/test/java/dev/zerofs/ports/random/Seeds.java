package dev.zerofs.ports.random;

import java.security.SecureRandom;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;

/**
 * Runs random tests. Every run has a fresh seed, which its failure names; {@code
 * -Dzerofs.seed=<seed>} runs that seed alone.
 */
public final class Seeds {

  /** A test of one seed. */
  @FunctionalInterface
  public interface Body {

    /** Runs the test; must do the same for the same seed. */
    void run(long seed) throws Exception;
  }

  private static final String PROPERTY = "zerofs.seed";
  private static final SecureRandom FRESH = new SecureRandom();

  private Seeds() {}

  /**
   * Runs {@code body} with {@code count} fresh seeds, or with the one given.
   *
   * @throws AssertionError that names the seed of the first run that fails
   */
  public static void forEach(int count, Body body) {
    String given = System.getProperty(PROPERTY, "");
    LongStream seeds =
        given.isEmpty() ? FRESH.longs(count) : LongStream.of(Long.parseLong(given.strip()));
    PrimitiveIterator.OfLong all = seeds.iterator();
    for (int number = 1; all.hasNext(); number++) {
      run(all.nextLong(), number, body);
    }
  }

  private static void run(long seed, int number, Body body) {
    try {
      body.run(seed);
    } catch (Throwable failure) {
      throw new AssertionError(
          "-D%s=%d shows it again (run %d): %s".formatted(PROPERTY, seed, number, failure),
          failure);
    }
  }
}
