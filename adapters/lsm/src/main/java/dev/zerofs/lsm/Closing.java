package dev.zerofs.lsm;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.commit.CommitLog;
import dev.zerofs.lsm.commit.Fate;
import dev.zerofs.lsm.commit.SnapshotRegistry;
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

  private final Clock clock;
  private final Driver driver;
  private final Fate fate;
  private final SnapshotRegistry snapshots;
  private final CommitLog log;
  private final Uploads uploads;
  private final FlushStep flush;
  private final ManifestStep manifests;
  private final @Nullable Journal journal;
  private final long timeoutNanos;
  private final AtomicBoolean closed = new AtomicBoolean();

  Closing(
      Uploads.Environment environment,
      SnapshotRegistry snapshots,
      CommitLog log,
      Uploads uploads,
      FlushStep flush,
      ManifestStep manifests,
      @Nullable Journal journal,
      long timeoutNanos) {
    this.clock = environment.clock();
    this.driver = environment.driver();
    this.fate = environment.fate();
    this.snapshots = snapshots;
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
   * Makes a checkpoint of everything up to now. Until the manifest has it, its position is one that
   * somebody reads at: what later batches hide of it stays.
   */
  Checkpoint checkpoint(String name) {
    SnapshotRegistry.Reading reading = snapshots.open(log::visible);
    try {
      return checkpoint(name, reading.position());
    } finally {
      snapshots.close(reading);
    }
  }

  private Checkpoint checkpoint(String name, long sequence) {
    Checkpoint checkpoint = new Checkpoint(name, new CommitPosition(sequence), clock.epochNanos());
    log.rotate();
    var _ =
        driver.await(
            () -> manifests.current().sequenceFloor() >= sequence || fate.isOver(), Driver.FOREVER);
    change(manifest -> Checkpoints.with(manifest, checkpoint));
    return checkpoint;
  }

  /** Brings everything into the store, says so in the manifest, and stops. */
  void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    log.end();
    log.rotate();
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
