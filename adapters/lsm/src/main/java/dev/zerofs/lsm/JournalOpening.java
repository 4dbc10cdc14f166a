package dev.zerofs.lsm;

import dev.zerofs.lsm.commit.CommitLog;
import dev.zerofs.lsm.commit.NormalBatch;
import dev.zerofs.lsm.commit.Uploads;
import dev.zerofs.lsm.flush.Manifests;
import dev.zerofs.lsm.journal.Journal;
import dev.zerofs.lsm.journal.JournalDirectory;
import dev.zerofs.lsm.journal.JournalReplay;
import dev.zerofs.lsm.manifest.EpochLog;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What opening a store has to do with its journal. For one thread. */
final class JournalOpening {

  private static final Logger LOG = LoggerFactory.getLogger(JournalOpening.class);

  private final LsmOptions options;
  private final Uploads.Environment environment;
  private final Uploads uploads;
  private final ReadPath path;

  JournalOpening(
      Surroundings surroundings, Uploads.Environment environment, Uploads uploads, ReadPath path) {
    this.options = surroundings.options();
    this.environment = environment;
    this.uploads = uploads;
    this.path = path;
  }

  /** What of {@code directory} is to be applied, or null. */
  @Nullable JournalReplay tail(
      @Nullable EpochLog former, @Nullable JournalDirectory directory, long recovered) {
    try {
      return JournalChoice.tail(former, directory, recovered);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The journal to go on with, or null if there is to be none or it cannot be used. */
  @Nullable Journal journal(
      @Nullable JournalDirectory directory, @Nullable JournalReplay tail, long recovered) {
    if (directory == null || options.durability() != Durability.JOURNAL) {
      return null;
    }
    try {
      long replayed = recovered;
      if (tail != null) {
        tail.force();
        replayed = tail.lastSequence(recovered);
      }
      var use =
          new Journal.Options(options.journalBytes(), environment.epoch(), recovered, replayed);
      Journal journal =
          new Journal(
              directory,
              use,
              environment.clock(),
              environment.random(),
              uploads::durableSequence,
              path.spentFiles(),
              environment.driver()::spawn);
      path.use(journal);
      return journal;
    } catch (IOException e) {
      LOG.warn("the journal {} cannot be used: replies wait for the bucket", directory.path(), e);
      return null;
    }
  }

  /** Applies what only the journal has. */
  static void apply(JournalReplay tail, KeyValueStore opened, CommitLog log) {
    try {
      long before = log.visible();
      long last =
          tail.apply(
              before,
              key -> valueOf(opened, key),
              batch -> {
                admit(opened, batch);
                var _ = log.writeReplayed(batch);
              });
      if (log.visible() != last) {
        throw new IllegalStateException(
            "the journal's batch " + last + " was applied as " + log.visible());
      }
      log.replayed();
      LOG.info("{} changes came from the journal", last - before);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Waits for memory; whether the store has room was decided when the batch was accepted. */
  private static void admit(KeyValueStore opened, NormalBatch batch) {
    try {
      opened.admit(batch.sizeBytes());
    } catch (KeyValueException.OutOfSpace e) {
      LOG.debug("replayed although the store is full", e);
    }
  }

  /** What came from a journal that is not this writer's must be in the store before it counts. */
  static void change(
      @Nullable Journal journal, KeyValueStore opened, CommitLog log, Closing closing) {
    opened.syncToBackingStore(new CommitPosition(log.visible()));
    closing.change(
        base ->
            Manifests.withOwnLog(
                base, OptionalLong.empty(), journal == null ? null : journal.id()));
  }

  /** A journal that is used no more is emptied before the manifest forgets it. */
  static void giveUp(
      JournalDirectory directory, KeyValueStore opened, CommitLog log, Closing closing) {
    opened.syncToBackingStore(new CommitPosition(log.visible()));
    closing.change(base -> Manifests.withOwnLog(base, OptionalLong.empty(), null));
    try (directory) {
      directory.forget();
    } catch (IOException e) {
      LOG.warn("the journal {} was not emptied", directory.path(), e);
    }
  }

  private static @Nullable Bytes valueOf(KeyValueStore store, Bytes key) {
    Entry entry = store.get(key);
    return entry == null ? null : entry.value();
  }

  private static RuntimeException unreadable(IOException e) {
    return new KeyValueException.Unusable("the journal cannot be read: " + e.getMessage(), e);
  }
}
