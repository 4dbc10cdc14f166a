package dev.zerofs.benchmarks.lab;

import dev.zerofs.benchmarks.store.CountingObjectStore;
import dev.zerofs.benchmarks.store.Traffic;
import dev.zerofs.ports.keyvalue.KeyValueStore;

/**
 * An open store of keys.
 *
 * @param keys the engine
 * @param objects what it stores in
 * @param openSeconds how long opening took
 */
public record OpenKeys(KeyValueStore keys, CountingObjectStore objects, double openSeconds)
    implements AutoCloseable {

  /** Everything asked of the store so far. */
  public Traffic traffic() {
    return objects.traffic();
  }

  /** Waits until the engine has had nothing to do for a while. */
  public Settling.Outcome settle(double quietSeconds, double timeoutSeconds) {
    return Settling.await(objects, quietSeconds, timeoutSeconds);
  }

  @Override
  public void close() {
    keys.close();
    objects.close();
  }
}
