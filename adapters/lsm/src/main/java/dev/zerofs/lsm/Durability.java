package dev.zerofs.lsm;

/** What a sync waits for. */
public enum Durability {
  /** The batch is in the object store. */
  BUCKET,
  /** The batch is in the local journal; the object store has it soon. */
  JOURNAL,
  /** Nothing: a crash rolls back to what the object store has. */
  MEMORY
}
