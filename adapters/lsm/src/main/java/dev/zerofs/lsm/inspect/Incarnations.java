package dev.zerofs.lsm.inspect;

import dev.zerofs.lsm.manifest.EpochLog;
import dev.zerofs.lsm.manifest.Incarnation;
import dev.zerofs.lsm.manifest.Manifest;
import java.util.HashMap;
import java.util.Map;

/**
 * Which writer had which epoch: what manifests say, and for epochs that none tells of any more,
 * what the first object of the epoch says. For one thread.
 */
final class Incarnations {

  /** A writer's epoch in a volume. */
  private record Epoch(int volumeIndex, long epoch) {}

  private final Map<Epoch, Long> known = new HashMap<>();

  /**
   * Learns what {@code manifest} says.
   *
   * @return whether that is what was known before
   */
  boolean learn(Manifest manifest) {
    boolean fits = fits(0, manifest.epoch(), manifest.incarnation());
    for (EpochLog log : manifest.logs()) {
      fits &= fits(0, log.epoch(), log.incarnation());
    }
    for (Incarnation one : manifest.incarnations()) {
      fits &= fits(one.volumeIndex(), one.epoch(), one.number());
    }
    return fits;
  }

  /** Whether {@code incarnation} is that of the epoch; learned if the epoch is new. */
  boolean fits(int volumeIndex, long epoch, long incarnation) {
    Long before = known.putIfAbsent(new Epoch(volumeIndex, epoch), incarnation);
    return before == null || before == incarnation;
  }
}
