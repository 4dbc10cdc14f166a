package dev.zerofs.benchmarks.row;

import dev.zerofs.benchmarks.lab.Contents;
import dev.zerofs.benchmarks.lab.Lab;
import dev.zerofs.benchmarks.lab.OpenKeys;
import dev.zerofs.benchmarks.lab.Place;
import dev.zerofs.benchmarks.store.Request;
import dev.zerofs.benchmarks.store.Traffic;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.WriteBatch;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;

/**
 * Many keys like those of a directory's entries: 24 bytes, with values of 60 of which half
 * compress. They are written in an order that has nothing to do with that of the keys.
 */
final class SmallKeys {

  private static final int KEY_BYTES = 24;
  private static final int VALUE_BYTES = 60;
  private static final int BATCH_ENTRIES = 100;
  private static final int WARMING_GETS = 20_000;
  private static final int MEASURED_GETS = 2_000;

  private final long count;
  private int generation;

  SmallKeys(long count) {
    this.count = count;
  }

  /** Every key is written once more, in another order. */
  void writeAll(KeyValueStore keys) {
    generation++;
    long stride = coprime(count, 0x9E3779B97F4AL + 2L * generation);
    long number = 0;
    WriteBatch batch = new WriteBatch();
    for (long i = 0; i < count; i++) {
      number = (number + stride) % count;
      batch.put(key(number), value(number));
      if (batch.changes().size() == BATCH_ENTRIES || i == count - 1) {
        keys.admit(batch.sizeBytes());
        var _ = keys.write(batch);
        batch = new WriteBatch();
      }
    }
  }

  /** What a point read asks of the store once filters and indices are in memory. */
  Gets gets(OpenKeys open, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < WARMING_GETS; i++) {
      check(open.keys(), random.nextLong(count));
    }
    Traffic before = open.traffic();
    Map<String, Long> figures = open.keys().figures();
    long began = Lab.CLOCK.monotonicNanos();
    for (int i = 0; i < MEASURED_GETS; i++) {
      check(open.keys(), random.nextLong(count));
    }
    double seconds = Lab.secondsSince(began);
    Traffic traffic = open.traffic().since(before);
    return new Gets(
        traffic.count(Request.GET) / (double) MEASURED_GETS,
        traffic.bytesDown() / (double) MEASURED_GETS,
        seconds / MEASURED_GETS * 1e6,
        difference(figures, open.keys().figures(), "lookup.tables") / (double) MEASURED_GETS);
  }

  private static long difference(Map<String, Long> before, Map<String, Long> after, String name) {
    return after.getOrDefault(name, 0L) - before.getOrDefault(name, 0L);
  }

  /** What point reads cost on average. */
  record Gets(double requests, double bytes, double micros, double tables) {
    @Override
    public String toString() {
      return "%.3f GETs, %.0f KB, %.0f us and the data of %.3f tables per get"
          .formatted(requests, bytes / 1e3, micros, tables);
    }
  }

  RunsConsulted consulted(Place place) {
    return RunsConsulted.of(place.manifest(), count, SmallKeys::key);
  }

  long sizeBytes() {
    return count * (KEY_BYTES + VALUE_BYTES);
  }

  private void check(KeyValueStore keys, long number) {
    Entry entry = keys.get(key(number));
    if (entry == null || !entry.value().equals(value(number))) {
      throw new IllegalStateException("key " + number + " of " + count + ": " + entry);
    }
  }

  private static Bytes key(long number) {
    ByteBuffer key = ByteBuffer.allocate(KEY_BYTES);
    key.putLong(Contents.mix(number)).putLong(number).putLong(0);
    return Bytes.wrap(key.array());
  }

  private Bytes value(long number) {
    ByteBuffer value = ByteBuffer.allocate(VALUE_BYTES);
    for (int i = 0; i < VALUE_BYTES / 2 / Long.BYTES; i++) {
      value.putLong(Contents.mix(number * 31 + i) ^ generation);
    }
    return Bytes.wrap(value.array());
  }

  private static long coprime(long count, long wanted) {
    long stride = wanted % count | 1;
    while (gcd(stride, count) != 1) {
      stride += 2;
    }
    return stride;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
