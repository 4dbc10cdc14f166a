package dev.zerofs.lsm;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.journal.JournalDirectory;
import dev.zerofs.lsm.journal.JournalReplay;
import dev.zerofs.lsm.manifest.EpochLog;
import dev.zerofs.lsm.manifest.JournalState;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.VolumeId;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which journal a new writer uses, and what of it still belongs to the volume's history. For one
 * thread.
 *
 * <p>A journal belongs to the history if the last writer used it; a restart that died half-way
 * through its replay was a writer with the same journal. If another writer came between, what the
 * journal has beyond the bucket is of a history that never was: it is set aside and reported. A
 * journal that is needed but cannot be opened stops the start: else the volume would go on without
 * what is in it.
 */
final class JournalChoice implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JournalChoice.class);

  /** How often to look whether a journal is free. */
  private static final long LOOK_NANOS = 100_000_000L;

  private final LsmOptions options;
  private final RandomGenerator random;
  private @Nullable JournalDirectory directory;

  /** The journal of the writer before, if another process does not let go of it. */
  private @Nullable JournalDirectory held;

  private @Nullable VolumeId volume;

  JournalChoice(LsmOptions options, RandomGenerator random) {
    this.options = options;
    this.random = random;
  }

  /** The journal to name in the manifest that follows {@code before}, or null for none. */
  @Nullable JournalState choose(Manifest before) {
    JournalState former = formerOf(before);
    JournalDirectory chosen = openFor(before.volume(), former);
    if (chosen == null) {
      return null;
    }
    boolean stillNeeded = former != null && !former.drained() && chosen.isJournal(former);
    return options.durability() == Durability.JOURNAL || stillNeeded ? chosen.id() : null;
  }

  private @Nullable JournalDirectory openFor(VolumeId wanted, @Nullable JournalState former) {
    if (directory != null && wanted.equals(volume)) {
      return directory;
    }
    close();
    Path parent = options.journalDirectory();
    boolean needed =
        parent != null
            && (options.durability() == Durability.JOURNAL
                || JournalDirectory.exists(parent, wanted));
    if (parent != null && needed) {
      try {
        directory = JournalDirectory.open(parent, wanted, former, random);
        volume = wanted;
      } catch (IOException e) {
        requireNotNeeded(parent, wanted, former, e);
        LOG.warn("the journal in {} cannot be used: replies wait for the bucket", parent, e);
      }
    }
    return directory;
  }

  private static void requireNotNeeded(
      Path parent, VolumeId volume, @Nullable JournalState former, IOException failure) {
    if (former != null && !former.drained() && JournalDirectory.exists(parent, volume)) {
      throw new KeyValueException.Unusable(
          "the journal in "
              + parent
              + " cannot be opened, and it may have changes that the object store has not: "
              + failure
              + "; make its disk work, or move it away to go on without them",
          failure);
    }
  }

  private static @Nullable JournalState formerOf(@Nullable Manifest manifest) {
    return manifest == null || manifest.logs().isEmpty()
        ? null
        : manifest.logs().getLast().journal();
  }

  /**
   * Waits for a journal that the writer before still holds. That writer has been fenced: it ends as
   * soon as it wants to upload something, and whatever it acknowledged until then is in the
   * journal. If it does not end it has nothing to upload, or is stalled; then its journal is read
   * as it is, and another one is used.
   */
  void awaitLock(Driver driver) {
    JournalDirectory wanted = directory;
    if (wanted == null || wanted.isLocked()) {
      return;
    }
    LOG.info("waiting for the server that has the journal {}", wanted.path());
    try {
      long left = options.journalWaitNanos();
      while (!wanted.tryLock()) {
        if (left <= 0) {
          LOG.warn("the journal {} is still in use: another one is begun", wanted.path());
          held = wanted;
          directory =
              JournalDirectory.open(
                  Objects.requireNonNull(options.journalDirectory()), volumeOf(), null, random);
          return;
        }
        var _ = driver.await(() -> false, LOOK_NANOS);
        left -= LOOK_NANOS;
      }
    } catch (IOException e) {
      throw new KeyValueException.Unusable(
          "the journal " + wanted.path() + " cannot be locked: " + e, e);
    }
  }

  private VolumeId volumeOf() {
    return Objects.requireNonNull(volume);
  }

  /** The journal that the writer before does not let go of, to be read; else null. */
  @Nullable JournalDirectory held() {
    return held;
  }

  /** The journal that was opened, which from now on belongs to the caller. */
  @Nullable JournalDirectory take() {
    JournalDirectory taken = directory;
    directory = null;
    return taken;
  }

  /**
   * What of {@code journal} is to be applied; null if nothing is. Sets aside what belongs to
   * another history and reports what may be lost.
   *
   * @param former the log of the writer before, or null if there was none
   * @param recovered the newest batch that the bucket has
   */
  static @Nullable JournalReplay tail(
      @Nullable EpochLog former, @Nullable JournalDirectory journal, long recovered)
      throws IOException {
    JournalState state = former == null ? null : former.journal();
    boolean isSame = state != null && journal != null && journal.isJournal(state);
    if (former != null && state != null && !state.drained() && !isSame) {
      LOG.error(
          "POSSIBLE LOSS: the writer before (epoch {}) ended without having sent its journal"
              + " {}{} to the bucket, and that journal is not here",
          former.epoch(),
          Long.toHexString(state.idHigh()),
          Long.toHexString(state.idLow()));
    }
    if (journal == null) {
      return null;
    }
    JournalReplay replay = JournalReplay.of(journal);
    if (state != null && isSame && !state.drained()) {
      return replay.lastSequence(recovered) > recovered ? replay : null;
    }
    if (!isSame && !replay.isEmpty()) {
      Path aside = journal.setAside("before-epoch-" + (former == null ? 0 : former.epoch() + 1));
      LOG.error(
          "POSSIBLE LOSS: another writer has used the volume since this journal was written; its"
              + " records may never have reached the bucket and are kept in {}",
          aside);
    }
    return null;
  }

  @Override
  public void close() {
    JournalDirectory open = take();
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.warn("the journal's lock was not released properly", e);
      }
    }
  }
}
