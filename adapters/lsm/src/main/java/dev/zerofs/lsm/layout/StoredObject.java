package dev.zerofs.lsm.layout;

import dev.zerofs.lsm.entry.SegmentId;
import dev.zerofs.lsm.entry.SstId;

/**
 * An immutable object by its numbers: cheaper to make and compare than its name.
 *
 * @param kind what it is
 * @param volumeIndex which volume of the manifest's table it belongs to; 0 is this volume itself
 * @param epoch its writer's epoch
 * @param id its number within the epoch
 */
public record StoredObject(Kind kind, int volumeIndex, long epoch, long id) {

  /** The kinds of objects that are read in parts. */
  public enum Kind {
    /** A log segment. */
    SEGMENT,
    /** A sorted table. */
    SST
  }

  /** A log segment. */
  public static StoredObject of(int volumeIndex, SegmentId segment) {
    return new StoredObject(Kind.SEGMENT, volumeIndex, segment.epoch(), segment.id());
  }

  /** A sorted table. */
  public static StoredObject of(int volumeIndex, SstId sst) {
    return new StoredObject(Kind.SST, volumeIndex, sst.epoch(), sst.id());
  }
}
