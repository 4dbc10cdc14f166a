package dev.zerofs.lsm.manifest;

import dev.zerofs.lsm.entry.SstId;
import dev.zerofs.ports.bytes.Bytes;

/**
 * What the manifest says of a sorted table.
 *
 * @param volumeIndex which volume of the manifest's table it belongs to; 0 is this volume itself
 * @param id its name
 * @param sizeBytes the length of the object
 * @param from no key of the table, range tombstones included, is less than this
 * @param to every key of the table, range tombstones included, is less than this
 * @param entryCount how many entries it has
 * @param rangeTombstoneCount how many fragments of range tombstones it has
 * @param sequenceMin the oldest sequence in it
 * @param sequenceMax the newest sequence in it
 * @param space what it refers to and hides
 */
public record SstMeta(
    int volumeIndex,
    SstId id,
    long sizeBytes,
    Bytes from,
    Bytes to,
    long entryCount,
    long rangeTombstoneCount,
    long sequenceMin,
    long sequenceMax,
    TableSpace space) {

  /** Checks the ranges. */
  public SstMeta {
    if (from.compareTo(to) >= 0) {
      throw new IllegalArgumentException("table " + id + " from " + from + " to " + to);
    }
    if (volumeIndex < 0
        || sizeBytes <= 0
        || entryCount < 0
        || rangeTombstoneCount < 0
        || sequenceMin < 0
        || sequenceMax < sequenceMin) {
      throw new IllegalArgumentException("table " + id + " has impossible numbers");
    }
  }

  /** This table with {@code hiddenBytes} more of older runs hidden. */
  public SstMeta hiding(long hiddenBytes) {
    TableSpace more =
        new TableSpace(
            space.referencedBytes(), space.deletionCount(), space.hiddenBytes() + hiddenBytes);
    return new SstMeta(
        volumeIndex,
        id,
        sizeBytes,
        from,
        to,
        entryCount,
        rangeTombstoneCount,
        sequenceMin,
        sequenceMax,
        more);
  }

  /** Whether {@code key} may be in the table. */
  public boolean mayContain(Bytes key) {
    return from.compareTo(key) <= 0 && key.compareTo(to) < 0;
  }
}
