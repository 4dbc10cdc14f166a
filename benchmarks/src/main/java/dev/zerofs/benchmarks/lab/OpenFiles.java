package dev.zerofs.benchmarks.lab;

import dev.zerofs.benchmarks.store.Traffic;
import dev.zerofs.domain.Volume;

/**
 * An open file system.
 *
 * @param volume the file system
 * @param keys what it keeps itself in
 * @param opened the engine below
 */
public record OpenFiles(Volume volume, CountingKeyValueStore keys, OpenKeys opened)
    implements AutoCloseable {

  /** Somebody who uses it. */
  public FileClient client() {
    return new FileClient(volume);
  }

  /** Everything asked of the store so far. */
  public Traffic traffic() {
    return opened.traffic();
  }

  /** Waits until the engine has had nothing to do for a while. */
  public Settling.Outcome settle(double quietSeconds, double timeoutSeconds) {
    return opened.settle(quietSeconds, timeoutSeconds);
  }

  @Override
  public void close() {
    volume.close();
    opened.close();
  }
}
