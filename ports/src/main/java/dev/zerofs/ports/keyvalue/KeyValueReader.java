package dev.zerofs.ports.keyvalue;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A store opened for reading alone, beside the one process that writes it, or beside none.
 *
 * <p><b>What is seen.</b> Exactly the writer's batches up to some position: a prefix of its
 * history, whole batches only. The prefix is in the backing store, so no crash of the writer and no
 * later writer takes any of it back. The positions of the snapshots and of the reads that one
 * reader gives never go backwards. Whatever was in the backing store one <i>lag</i> (a setting of
 * the store) before a call is seen by it; what was written later may be.
 *
 * <p><b>What it costs.</b> Nothing while nobody calls; a call asks the backing store for news only
 * if the state known is older than the lag. The store is never changed, and its writer never
 * notices: neither is it slowed down nor does it keep what is read here from being reclaimed. A
 * snapshot can therefore outlive what it is made of: after the store's grace time its reads may
 * throw {@link KeyValueException.Expired}, never wrong data. Whoever reads for longer opens a
 * checkpoint, or a new snapshot now and then.
 *
 * <p>The methods of {@link Reads} are those of a snapshot of the call's moment; for their length
 * too the grace time counts.
 *
 * <p>Every method throws {@link KeyValueException.Unavailable} if the state known is older than the
 * lag and the backing store cannot be asked for a newer one within the store's deadline, {@link
 * KeyValueException.Corrupt} if what it finds there is damaged, and {@link
 * KeyValueException.Closed} after a close. All but {@link #close} are safe for use by any number of
 * threads and may block.
 */
public interface KeyValueReader extends Reads, AutoCloseable {

  /** A view of the newest state known, which is at most the lag old. */
  Snapshot snapshot();

  /** What {@link KeyValueStore#cloneId} is to the writer. */
  Optional<UUID> cloneId();

  /** All checkpoints of that state in the order of their positions. */
  List<Checkpoint> checkpoints();

  /**
   * Opens a checkpoint for reading. It stays readable for as long as the checkpoint exists, and for
   * the grace time after its deletion.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  Snapshot openCheckpoint(String name);

  /**
   * Ends reading; what was opened from this reader ends with it. Closing twice is harmless. No
   * other call may be under way.
   */
  @Override
  void close();
}
