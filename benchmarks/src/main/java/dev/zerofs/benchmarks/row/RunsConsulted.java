package dev.zerofs.benchmarks.row;

import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.Run;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.ports.bytes.Bytes;
import java.util.function.LongFunction;

/**
 * In how many sorted runs a point read may have to look, as the manifest tells it: those with a
 * table whose range of keys has the key. Their filters are asked; a data block is read of the one
 * that has the key, and of one in a hundred others.
 *
 * @param runs how many runs there are
 * @param tables how many tables
 * @param worst for any key that was tried
 * @param mean of all that were
 */
record RunsConsulted(int runs, int tables, int worst, double mean) {

  private static final int SAMPLES = 20_000;

  static RunsConsulted of(Manifest manifest, long keyCount, LongFunction<Bytes> keys) {
    int worst = 0;
    long sum = 0;
    for (int i = 0; i < SAMPLES; i++) {
      int consulted = count(manifest, keys.apply(i * keyCount / SAMPLES));
      worst = Math.max(worst, consulted);
      sum += consulted;
    }
    int tables = manifest.runs().stream().mapToInt(run -> run.tables().size()).sum();
    return new RunsConsulted(manifest.runs().size(), tables, worst, sum / (double) SAMPLES);
  }

  private static int count(Manifest manifest, Bytes key) {
    int count = 0;
    for (Run run : manifest.runs()) {
      count += run.tables().stream().anyMatch(table -> mayContain(table, key)) ? 1 : 0;
    }
    return count;
  }

  private static boolean mayContain(SstMeta table, Bytes key) {
    return table.entryCount() > 0 && table.mayContain(key);
  }

  @Override
  public String toString() {
    return "%d tables in %d runs, consulted at worst %d, on average %.2f"
        .formatted(tables, runs, worst, mean);
  }
}
