package dev.zerofs.lsm;

import dev.zerofs.lsm.clone.CloneMarks;
import dev.zerofs.lsm.recovery.Patience;
import dev.zerofs.ports.keyvalue.Checkpoint;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes checkpoints that no clone is made of: gives notice first, then looks for clones, as
 * {@link dev.zerofs.lsm.clone} has it.
 *
 * @param marks of the volume
 * @param patience a new one for each deletion
 * @param random for notices
 * @param checkpoints finds them
 * @param closing changes the manifest
 */
record CheckpointDeletion(
    CloneMarks marks,
    Supplier<Patience> patience,
    RandomGenerator random,
    Checkpoints checkpoints,
    Closing closing) {

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointDeletion.class);

  /**
   * Deletes the checkpoint of this name.
   *
   * @throws IllegalArgumentException if there is none, or a clone is made of it
   */
  void delete(String name) {
    Checkpoint checkpoint = checkpoints.find(name).checkpoint();
    Patience requests = patience.get();
    long notice = random.nextLong();
    requests.run(() -> marks.giveNotice(checkpoint, notice));
    List<String> clones = requests.get(() -> marks.clonesOf(checkpoint));
    if (!clones.isEmpty()) {
      requests.run(() -> marks.takeNoticeBack(checkpoint, notice));
      throw new IllegalArgumentException(
          "checkpoint " + name + " is what the clones at " + clones + " are made of");
    }
    closing.change(manifest -> Checkpoints.without(manifest, checkpoint));
    try {
      requests.run(() -> marks.takeNoticeBack(checkpoint, notice));
    } catch (KeyValueException e) {
      LOG.info("a notice stays beside the deleted checkpoint {}: {}", name, e.getMessage());
    }
  }
}
