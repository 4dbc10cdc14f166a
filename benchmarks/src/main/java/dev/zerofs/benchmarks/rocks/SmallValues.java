package dev.zerofs.benchmarks.rocks;

import dev.zerofs.benchmarks.lab.Contents;
import dev.zerofs.benchmarks.lab.Lab;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Keys of 16 bytes in random order and values of which half compress. What is read is a stretch of
 * keys small enough for either cache.
 */
final class SmallValues {

  private static final int KEY_BYTES = 16;
  private static final int VARIANTS = 1024;
  private static final int SCAN_ENTRIES = 10_000;

  /** The keys and values that are read come to this. */
  private static final long HOT_BYTES = 24 << 20;

  private final int valueBytes;
  private final int count;
  private final int hotCount;
  private final byte[][] variants = new byte[VARIANTS][];

  /** As many entries as fill {@code totalBytes}. */
  SmallValues(int valueBytes, long totalBytes) {
    this.valueBytes = valueBytes;
    this.count = (int) (totalBytes / (KEY_BYTES + valueBytes));
    this.hotCount = (int) Math.min(count, HOT_BYTES / (KEY_BYTES + valueBytes));
    for (int i = 0; i < VARIANTS; i++) {
      variants[i] = new byte[valueBytes];
      Contents.of(i, valueBytes / 2).copyTo(variants[i], 0);
    }
  }

  int count() {
    return count;
  }

  /** Puts each key once, threads sharing them. */
  Threads.Rate puts(Engine engine, int threads) {
    return Threads.rate(
        threads,
        thread -> {
          long done = 0;
          // An odd stride visits every number below a power of two; those too large are left out.
          int mask = Integer.highestOneBit(Math.max(1, count - 1)) * 2 - 1;
          for (int i = thread; i <= mask; i += threads) {
            int number = (int) (i * 0x9E3779B1L) & mask;
            if (number < count) {
              engine.put(key(number), variants[number % VARIANTS].clone());
              done++;
            }
          }
          return done;
        });
  }

  /** Gets for a while; every key is there. */
  Threads.Rate gets(Engine engine, int threads, double seconds) {
    return Threads.rate(
        threads,
        thread -> {
          SplittableRandom random = new SplittableRandom(thread);
          long done = 0;
          long began = Lab.CLOCK.monotonicNanos();
          while (done % 256 != 0 || Lab.secondsSince(began) < seconds) {
            int length = engine.get(key(random.nextInt(hotCount)));
            if (length != valueBytes) {
              throw new IllegalStateException("a value of " + length + " bytes");
            }
            done++;
          }
          return done;
        });
  }

  /** Scans of some thousand entries, which are what is counted. */
  Threads.Rate scans(Engine engine, int threads, double seconds) {
    int entries = Math.min(SCAN_ENTRIES, hotCount / 2);
    return Threads.rate(
        threads,
        thread -> {
          SplittableRandom random = new SplittableRandom(thread);
          long done = 0;
          long began = Lab.CLOCK.monotonicNanos();
          while (Lab.secondsSince(began) < seconds) {
            int got = engine.scan(key(random.nextInt(hotCount - entries)), entries);
            if (got != entries) {
              throw new IllegalStateException("a scan of " + got + " entries");
            }
            done += got;
          }
          return done;
        });
  }

  /** Brings what will be read into the cache. */
  void warm(Engine engine) {
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < hotCount; i++) {
        if (engine.get(key(i)) != valueBytes) {
          throw new IllegalStateException("key " + i + " is not there");
        }
      }
    }
  }

  /** Keys are ordered as their numbers; they begin alike, as those of one directory do. */
  private static byte[] key(int number) {
    byte[] key = new byte[KEY_BYTES];
    Arrays.fill(key, (byte) 'k');
    ByteBuffer.wrap(key).putLong(KEY_BYTES - Long.BYTES, number);
    return key;
  }
}
