package dev.zerofs.lsm;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.commit.CommitLog;
import dev.zerofs.lsm.commit.Fate;
import dev.zerofs.lsm.commit.Uploads;
import dev.zerofs.lsm.flush.FlushStep;
import dev.zerofs.lsm.flush.ManifestStep;
import dev.zerofs.lsm.flush.Manifests;
import dev.zerofs.lsm.journal.Journal;
import dev.zerofs.lsm.manifest.JournalState;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.ports.keyvalue.Checkpoint;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.time.Clock;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What waits for the steps: changes of the manifest that a caller wants, and the end. */
final class Closing {

  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  /** Each takes a flush and a manifest; a second one is rare. */
  private static final int CHECKPOINT_TRIES = 100;

  private final Clock clock;
  private final Driver driver;
  private final Fate fate;
  private final CommitLog log;
  private final Uploads uploads;
  private final FlushStep flush;
  private final ManifestStep manifests;
  private final @Nullable Journal journal;
  private final long timeoutNanos;
  private final AtomicBoolean closed = new AtomicBoolean();

  Closing(
      Uploads.Environment environment,
      CommitLog log,
      Uploads uploads,
      FlushStep flush,
      ManifestStep manifests,
      @Nullable Journal journal,
      long timeoutNanos) {
    this.clock = environment.clock();
    this.driver = environment.driver();
    this.fate = environment.fate();
    this.log = log;
    this.uploads = uploads;
    this.flush = flush;
    this.manifests = manifests;
    this.journal = journal;
    this.timeoutNanos = timeoutNanos;
  }

  /** Commits a change of the manifest. */
  void change(UnaryOperator<Manifest> edit) {
    ManifestStep.Change change = manifests.submit(edit, _ -> {});
    var _ = driver.await(() -> change.isDone() || fate.isOver(), Driver.FOREVER);
    if (!change.isDone()) {
      fate.check();
      throw new KeyValueException.Closed("the store is closed", null);
    }
    change.check();
  }

  /**
   * Makes a checkpoint of everything up to now: of the tables at a moment when they end with the
   * newest batch. If they have gone on before the manifest could say so, a later moment is taken.
   */
  Checkpoint checkpoint(String name) {
    for (int i = 0; i < CHECKPOINT_TRIES; i++) {
      long sequence = log.rotate();
      var _ =
          driver.await(
              () -> manifests.current().sequenceFloor() >= sequence || fate.isOver(),
              Driver.FOREVER);
      Checkpoint checkpoint =
          new Checkpoint(name, new CommitPosition(sequence), clock.epochNanos());
      if (isMade(checkpoint)) {
        return checkpoint;
      }
    }
    throw new KeyValueException.Unavailable("the volume changes too fast for a checkpoint", null);
  }

  /** Whether the tables still ended with it. */
  private boolean isMade(Checkpoint checkpoint) {
    long sequence = checkpoint.position().sequence();
    AtomicBoolean late = new AtomicBoolean();
    try {
      change(
          manifest -> {
            late.set(manifest.sequenceFloor() > sequence);
            if (late.get()) {
              throw new IllegalArgumentException("later batches are in tables already");
            }
            return Checkpoints.with(manifest, checkpoint);
          });
      return true;
    } catch (IllegalArgumentException e) {
      if (late.get()) {
        return false;
      }
      throw e;
    }
  }

  /** Brings everything into the store, says so in the manifest, and stops. */
  void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    log.end();
    var _ = log.rotate();
    boolean drained = isDrained() && end();
    if (!drained && !fate.isReplaced()) {
      LOG.warn(
          "closed before the store had everything{}",
          journal == null ? ": what was not synchronised is lost" : "; the journal has it");
    }
    driver.close();
    closeJournal(drained);
  }

  private boolean isDrained() {
    return await(() -> uploads.isEmpty() && flush.isIdle() && manifests.isIdle());
  }

  private boolean end() {
    OptionalLong end = OptionalLong.of(log.nextSegmentId());
    JournalState state =
        journal == null
            ? null
            : new JournalState(journal.id().idHigh(), journal.id().idLow(), true);
    ManifestStep.Change change =
        manifests.submit(manifest -> Manifests.withOwnLog(manifest, end, state), _ -> {});
    return await(() -> change.isDone() && manifests.isIdle());
  }

  private boolean await(BooleanSupplier condition) {
    var _ = driver.await(() -> condition.getAsBoolean() || fate.isReplaced(), timeoutNanos);
    return condition.getAsBoolean() && !fate.isReplaced();
  }

  private void closeJournal(boolean drained) {
    if (journal != null) {
      try {
        journal.close(drained);
      } catch (IOException e) {
        LOG.warn("the journal was not closed properly", e);
      }
    }
  }
}
