package dev.zerofs.ports.keyvalue;

/**
 * A named, durable moment of a store's history that stays readable until it is deleted.
 *
 * @param name unique in the store: 1 to 128 characters of {@code [A-Za-z0-9._-]}
 * @param position the last batch it contains
 * @param createdEpochNanos when it was made, by the writer's clock
 */
public record Checkpoint(String name, CommitPosition position, long createdEpochNanos) {

  /** Checks the name. */
  public Checkpoint {
    if (!name.matches("[A-Za-z0-9._-]{1,128}")) {
      throw new IllegalArgumentException(
          "checkpoint name '" + name + "' is not 1 to 128 characters of [A-Za-z0-9._-]");
    }
  }
}
