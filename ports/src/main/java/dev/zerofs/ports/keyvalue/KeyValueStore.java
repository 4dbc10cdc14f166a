package dev.zerofs.ports.keyvalue;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * An ordered map from byte strings to byte strings with atomic batches, snapshots and checkpoints.
 *
 * <p><b>Atomicity and visibility.</b> A batch takes effect as a whole. When {@link #write} returns
 * it is visible to every later read; reads never see a part of it. Batches have one total order,
 * their positions.
 *
 * <p><b>Durability</b> comes later: when {@link #sync} of a position returns, that batch and all
 * before it survive what the store's durability mode promises. After a crash the store holds
 * exactly the batches up to some position, no earlier than the newest for which a sync returned.
 *
 * <p><b>One writer.</b> At most one process writes a store; a later one replaces the earlier, whose
 * calls then throw {@link KeyValueException.Replaced}.
 *
 * <p>All methods but {@link #close} are safe for use by any number of threads and may block.
 */
public interface KeyValueStore extends Reads, AutoCloseable {

  /** A view of the store as it is now. */
  Snapshot snapshot();

  /**
   * Waits until the store can take {@code bytes} more without going over its budget for what is not
   * yet in its backing store. To be called before locks are taken; {@link #write} itself never
   * waits for capacity.
   *
   * @throws KeyValueException.Unavailable if the backing store has been out of reach for so long
   *     that waiting here would only pile up callers
   * @throws KeyValueException.OutOfSpace if the backing store has no room for more
   */
  void admit(long bytes);

  /**
   * Applies {@code batch}.
   *
   * @return its position, later than those of all batches applied before; an empty batch, which
   *     changes nothing, may be given that of the newest one
   * @throws KeyValueException.Replaced if another writer has taken over; nothing was applied
   */
  CommitPosition write(WriteBatch batch);

  /**
   * Waits until everything up to {@code position} is as durable as the store's mode promises, and
   * this process has confirmed that it is the writer, as {@link #confirmOwnership} does.
   *
   * @throws KeyValueException.Replaced if another writer took over before that
   */
  void sync(CommitPosition position);

  /**
   * What {@link #sync} waits for, for callers who have no use for a thread meanwhile: completes
   * when it would return, and with the exception that it would throw. A store that cannot wait
   * without a thread holds the calling one.
   *
   * <p>What depends on the result may run on a thread that others wait for, and must not block.
   */
  default CompletionStage<Void> whenSynced(CommitPosition position) {
    try {
      sync(position);
      return CompletableFuture.completedStage(null);
    } catch (KeyValueException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  /**
   * Waits until everything up to {@code position} is in the backing store, whatever the mode.
   *
   * @throws KeyValueException.Replaced if another writer took over before it was
   */
  void syncToBackingStore(CommitPosition position);

  /**
   * Returns when this process has confirmed, within the store's ownership interval, that no other
   * writer has taken over; free of cost while the confirmation is fresh. To be called before what
   * was read is told to a client.
   *
   * @throws KeyValueException.Replaced if another writer has taken over
   */
  void confirmOwnership();

  /**
   * Numbers about the store for people who look after it: sizes, counts and times by name, the unit
   * ending the name. Cheap, of about now, and none of them promised to exist.
   */
  SortedMap<String, Long> figures();

  /** The number of this writer's incarnation: greater than that of every writer before it. */
  long epoch();

  /**
   * What tells a store that began as a checkpoint of another one from that one, and from every
   * other that did: random, and the same whenever it is opened. Empty for a store that began empty.
   * Epochs do not tell them apart: both go on from the same one.
   */
  Optional<UUID> cloneId();

  /**
   * Makes a checkpoint of everything up to now, durable in the backing store on return.
   *
   * @throws IllegalArgumentException if the name is malformed or taken
   */
  Checkpoint createCheckpoint(String name);

  /** All checkpoints in the order of their positions. */
  List<Checkpoint> checkpoints();

  /**
   * Opens a checkpoint for reading.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  Snapshot openCheckpoint(String name);

  /**
   * Deletes a checkpoint; snapshots that were opened from it in this process stay readable.
   *
   * @throws IllegalArgumentException if there is none of this name, or another store was made of it
   *     and shares its objects
   */
  void deleteCheckpoint(String name);

  /**
   * Makes everything durable in the backing store and releases the volume. Nothing else may be
   * called afterwards; calls under way end with {@link KeyValueException.Closed}.
   */
  @Override
  void close();
}
