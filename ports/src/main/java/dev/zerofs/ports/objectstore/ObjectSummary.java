package dev.zerofs.ports.objectstore;

/**
 * What a listing or a head says of an object.
 *
 * @param key the object's name
 * @param sizeBytes the length of its body
 * @param modifiedEpochNanos when the store says it was written, by the store's own clock; good for
 *     grace times, never for ordering
 */
public record ObjectSummary(ObjectKey key, long sizeBytes, long modifiedEpochNanos) {

  /** Checks the size. */
  public ObjectSummary {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException(key + ": negative size " + sizeBytes);
    }
  }
}
