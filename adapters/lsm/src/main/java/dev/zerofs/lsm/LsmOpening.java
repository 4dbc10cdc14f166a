package dev.zerofs.lsm;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.background.Pace;
import dev.zerofs.lsm.clone.CloneMarks;
import dev.zerofs.lsm.codec.Codecs;
import dev.zerofs.lsm.commit.Backlog;
import dev.zerofs.lsm.commit.BatchSink;
import dev.zerofs.lsm.commit.CommitLog;
import dev.zerofs.lsm.commit.Fate;
import dev.zerofs.lsm.commit.Ownership;
import dev.zerofs.lsm.commit.SnapshotRegistry;
import dev.zerofs.lsm.commit.Uploads;
import dev.zerofs.lsm.compaction.CompactionStep;
import dev.zerofs.lsm.compaction.RunClaims;
import dev.zerofs.lsm.entry.SortedSource;
import dev.zerofs.lsm.fetch.FrameReader;
import dev.zerofs.lsm.flush.FlushStep;
import dev.zerofs.lsm.flush.Garbage;
import dev.zerofs.lsm.flush.ManifestStep;
import dev.zerofs.lsm.flush.Manifests;
import dev.zerofs.lsm.flush.PackStore;
import dev.zerofs.lsm.flush.RecentSegments;
import dev.zerofs.lsm.flush.TableBuilder;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.journal.Journal;
import dev.zerofs.lsm.journal.JournalDirectory;
import dev.zerofs.lsm.journal.JournalReplay;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.layout.Unpublished;
import dev.zerofs.lsm.layout.VolumePrefix;
import dev.zerofs.lsm.manifest.EpochLog;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.ManifestCodec;
import dev.zerofs.lsm.manifest.VolumeId;
import dev.zerofs.lsm.read.Tables;
import dev.zerofs.lsm.read.ValueReader;
import dev.zerofs.lsm.reclaim.ReclaimStep;
import dev.zerofs.lsm.recovery.ManifestChain;
import dev.zerofs.lsm.recovery.Patience;
import dev.zerofs.lsm.recovery.Replay;
import dev.zerofs.lsm.recovery.Takeover;
import dev.zerofs.lsm.segment.SealedSegment;
import dev.zerofs.lsm.segment.SegmentLog;
import dev.zerofs.lsm.sst.Author;
import dev.zerofs.lsm.tree.Tree;
import dev.zerofs.lsm.tree.TreeState;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.codec.BlockCodec;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.plugin.KeyValueContext;
import dev.zerofs.ports.time.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a store: takes the volume over, recovers what a crash left, and puts the parts together.
 * For one thread and one use.
 */
final class LsmOpening {

  private static final Logger LOG = LoggerFactory.getLogger(LsmOpening.class);

  /** The codec to write with, if it is there. */
  private static final String WRITING_CODEC = "zstd";

  /** Bodies of small segments that wait to be packed. */
  private static final long RECENT_BYTES = 8L << 20;

  /** While a large merge goes on, small ones keep the newest runs few. */
  private static final int COMPACTIONS = 2;

  private final LsmOptions options;
  private final Driver driver;
  private final ObjectStore store;
  private final Clock clock;
  private final RandomGenerator random;
  private final FrameCodec codec;
  private final Fate fate;
  private final long incarnation;
  private final String prefix;
  private @Nullable ReadPath reads;

  LsmOpening(KeyValueContext context, LsmOptions options, Driver driver) {
    this.options = options;
    this.driver = driver;
    this.store = context.objectStore();
    this.clock = context.clock();
    this.random = context.random();
    this.codec = new FrameCodec(codecs(context.codecs(), options));
    this.fate = new Fate(context.fatal(), driver::wake);
    this.incarnation = random.nextLong();
    this.prefix = context.settings().value(VolumePrefix.SETTING);
  }

  private static Codecs codecs(List<BlockCodec> known, LsmOptions options) {
    BlockCodec writing =
        known.stream()
            .filter(one -> options.compression() && one.name().equals(WRITING_CODEC))
            .findFirst()
            .orElse(null);
    return new Codecs(known, writing);
  }

  KeyValueStore open() {
    boolean opened = false;
    try (JournalChoice journals = new JournalChoice(options, random)) {
      KeyValueStore store = open(journals);
      opened = true;
      return store;
    } finally {
      if (!opened) {
        driver.close();
        if (reads != null) {
          reads.close();
        }
      }
    }
  }

  private KeyValueStore open(JournalChoice journals) {
    Patience patience = new Patience(clock, random, driver, options.openTimeoutNanos());
    ManifestChain chain =
        new ManifestChain(store, ObjectNames.at(prefix), new ManifestCodec(codec));
    Takeover takeover = new Takeover(chain, incarnation, patience);
    Takeover.Claim claimed =
        takeover.claim(
            new VolumeId(random.nextLong(), random.nextLong()),
            base -> {
              // Before anything is claimed that could not be read.
              var _ = namesOf(base);
              return journals.choose(base);
            });
    Manifest claim = claimed.claim();
    ObjectNames names = namesOf(claim);
    SegmentLog log = new SegmentLog(store, names, codec);
    List<EpochLog> logs = takeover.fence(claim, log);
    journals.awaitLock(driver);
    Replay replay =
        new Replay(log, driver, patience, options.log().memtableBytes(), claim.sequenceFloor());
    replay(logs, replay, claim, chain, patience);
    var environment =
        new Uploads.Environment(
            claim.epoch(), incarnation, log, codec, clock, random, driver, fate);
    return new Assembly(environment, names, chain, Manifests.withLogs(claim, logs), replay)
        .complete(claimed.formerLog(), journals.held(), journals.take());
  }

  private ObjectNames namesOf(Manifest manifest) {
    return ObjectNames.of(manifest.volumePrefixes(), prefix);
  }

  /** A log that has gone was given back by who claimed the volume after this. */
  private static void replay(
      List<EpochLog> logs, Replay replay, Manifest claim, ManifestChain chain, Patience patience) {
    try {
      logs.stream().filter(old -> old.epoch() != claim.epoch()).forEach(replay::run);
    } catch (KeyValueException.Corrupt e) {
      if (patience.get(() -> chain.hasNewerThan(claim.version()))) {
        throw new KeyValueException.Replaced("another server claimed the volume at this moment");
      }
      throw e;
    }
  }

  /** The parts, as far as they can be made before it is known what the journal has. */
  private final class Assembly {
    private final Uploads.Environment environment;
    private final Replay replay;
    private final TreeState tree;
    private final Tables tables;
    private final ValueReader values;
    private final SnapshotRegistry snapshots = new SnapshotRegistry();
    private final Backlog backlog = new Backlog();
    private final Ownership ownership;
    private final Uploads uploads;
    private final ManifestStep manifests;
    private final FlushStep flush;
    private final List<CompactionStep> compactions = new ArrayList<>();
    private final Unpublished unpublished;
    private final Garbage garbage = new Garbage();
    private final RecentSegments recent;
    private final PackStore packs;
    private final ObjectNames names;
    private final ReadPath path;
    private final FrameReader frames;
    private final boolean isNew;

    Assembly(
        Uploads.Environment environment,
        ObjectNames names,
        ManifestChain chain,
        Manifest manifest,
        Replay replay) {
      this.environment = environment;
      this.replay = replay;
      this.names = names;
      isNew = manifest.version() == 1;
      unpublished = new Unpublished(environment.epoch());
      path =
          new ReadPath(
              new FrameReaders(store, clock, random, driver, codec),
              options.reads(),
              names,
              manifest,
              options.cacheBytes());
      reads = path;
      frames = path.frames();
      tables = new Tables(frames);
      values = path.values();
      tree =
          new TreeState(
              new Tree(replay.active(), replay.frozen(), runs(manifest), manifest.sequenceFloor()));
      ownership =
          new Ownership(
              environment.log(),
              environment.epoch(),
              incarnation,
              clock,
              fate,
              options.ownerConfirmNanos());
      uploads = new Uploads(environment, ownership, replay.lastSequence(), this::uploaded);
      manifests = new ManifestStep(chain, driver, fate, random, manifest);
      Author author = new Author(environment.epoch(), incarnation);
      TableBuilder builder =
          new TableBuilder(options.tables(), codec, author, snapshots, unpublished);
      long thinBytes = options.reclaim().smallBytes() / 4;
      recent = new RecentSegments(RECENT_BYTES, Math.toIntExact(thinBytes));
      packs = new PackStore(path.store(), names, codec, author, unpublished);
      flush =
          new FlushStep(
              new FlushStep.Environment(
                  path.store(),
                  names,
                  tree,
                  uploads,
                  builder,
                  packs,
                  recent,
                  frames,
                  tables,
                  manifests,
                  this::runs,
                  garbage,
                  fate),
              thinBytes,
              options.log().segmentBytes(),
              random);
      var compacting =
          new CompactionStep.Environment(
              path.store(),
              names,
              tree,
              tables,
              builder,
              snapshots,
              manifests,
              this::runs,
              garbage,
              fate);
      RunClaims claims = new RunClaims(options.compaction());
      for (int i = 0; i < COMPACTIONS; i++) {
        compactions.add(new CompactionStep(compacting, claims, pace(), random));
      }
    }

    /** While much waits to be uploaded, work that can wait takes half of its time at most. */
    private Pace pace() {
      return new Pace(clock, () -> backlog.bytes() > options.unuploadedBytes() / 2);
    }

    private void uploaded(SealedSegment segment, Bytes body) {
      backlog.remove(segment.rawBytes());
      segment.memtable().stored(body.length());
      recent.add(segment.id(), body);
      path.uploaded(segment, body);
    }

    private ReclaimStep reclaim(CommitLog log) {
      var reclaiming =
          new ReclaimStep.Environment(
              store,
              names,
              tables,
              tree,
              snapshots,
              log,
              frames,
              values,
              packs,
              unpublished,
              manifests,
              options.compaction(),
              garbage,
              fate,
              clock);
      return new ReclaimStep(
          reclaiming, options.reclaim(), options.log().segmentBytes(), isNew, pace(), random);
    }

    private CheckpointDeletion deletion(Checkpoints checkpoints, Closing closing) {
      return new CheckpointDeletion(
          new CloneMarks(store, names, incarnation),
          () -> new Patience(clock, random, driver, options.openTimeoutNanos()),
          random,
          checkpoints,
          closing);
    }

    private List<SortedSource> runs(Manifest current) {
      tables.retain(current.allTables().toList());
      return List.copyOf(tables.readers(current.runs()));
    }

    /**
     * Puts the rest together.
     *
     * @param held the journal of the writer before, if that does not let go of it
     * @param directory the journal of this writer
     */
    KeyValueStore complete(
        @Nullable EpochLog former,
        @Nullable JournalDirectory held,
        @Nullable JournalDirectory directory) {
      JournalReplay tail = tail(former, held == null ? directory : held);
      Journal journal = journal(directory, tail);
      CommitLog log =
          new CommitLog(
              environment,
              options.log(),
              tree,
              snapshots,
              uploads,
              backlog,
              journal == null ? BatchSink.NONE : journal,
              replay.lastSequence(),
              replay.activeSegmentCount());
      Admission admission =
          new Admission(options, environment, backlog, tree, log, uploads, journal);
      Closing closing =
          new Closing(
              environment, log, uploads, flush, manifests, journal, options.closeTimeoutNanos());
      Checkpoints checkpoints = new Checkpoints(manifests);
      ReclaimStep reclaim = reclaim(log);
      start(log, journal, reclaim);
      KeyValueStore opened =
          new LsmKeyValueStore(
              options.durability(),
              new LsmKeyValueStore.Parts(
                  environment.epoch(),
                  fate,
                  tree,
                  snapshots,
                  log,
                  uploads,
                  ownership,
                  admission,
                  journal,
                  tables,
                  values,
                  checkpoints,
                  deletion(checkpoints, closing),
                  closing,
                  new Figures(tables, tree, backlog, uploads, admission, packs, reclaim, path),
                  path));
      if (tail != null) {
        applyTail(tail, opened, log);
      }
      if (held != null) {
        changeJournal(journal, opened, log, closing);
      }
      if (journal == null && directory != null) {
        giveUp(directory, opened, log, closing);
      }
      return opened;
    }

    private @Nullable JournalReplay tail(
        @Nullable EpochLog former, @Nullable JournalDirectory directory) {
      try {
        return JournalChoice.tail(former, directory, replay.lastSequence());
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    private @Nullable Journal journal(
        @Nullable JournalDirectory directory, @Nullable JournalReplay tail) {
      if (directory == null || options.durability() != Durability.JOURNAL) {
        return null;
      }
      long recovered = replay.lastSequence();
      try {
        long replayed = tail == null ? recovered : tail.lastSequence(recovered);
        var use =
            new Journal.Options(options.journalBytes(), environment.epoch(), recovered, replayed);
        Journal journal =
            new Journal(directory, use, clock, random, uploads::durableSequence, path.spentFiles());
        path.use(journal);
        return journal;
      } catch (IOException e) {
        LOG.warn("the journal {} cannot be used: replies wait for the bucket", directory.path(), e);
        return null;
      }
    }

    private void start(CommitLog log, @Nullable Journal journal, ReclaimStep reclaim) {
      driver.start("seal", 1, log);
      driver.start("upload", options.uploadParallelism(), uploads);
      driver.start("flush", 1, flush);
      for (CompactionStep compaction : compactions) {
        driver.start("compaction", 1, compaction);
      }
      driver.start("reclaim", 1, reclaim);
      driver.start("manifest", 1, manifests);
      if (journal != null) {
        driver.start("journal", 1, journal);
      }
    }

    private void applyTail(JournalReplay tail, KeyValueStore opened, CommitLog log) {
      try {
        long before = log.visible();
        long last =
            tail.apply(
                before,
                key -> valueOf(opened, key),
                batch -> {
                  opened.admit(batch.sizeBytes());
                  var _ = log.writeReplayed(batch);
                });
        LOG.info("{} changes came from the journal", last - before);
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    /** What came from a journal that is not this writer's must be in the store before it counts. */
    private void changeJournal(
        @Nullable Journal journal, KeyValueStore opened, CommitLog log, Closing closing) {
      opened.syncToBackingStore(new CommitPosition(log.visible()));
      closing.change(
          base ->
              Manifests.withOwnLog(
                  base, OptionalLong.empty(), journal == null ? null : journal.id()));
    }

    /** A journal that is used no more is emptied before the manifest forgets it. */
    private void giveUp(
        JournalDirectory directory, KeyValueStore opened, CommitLog log, Closing closing) {
      opened.syncToBackingStore(new CommitPosition(log.visible()));
      closing.change(base -> Manifests.withOwnLog(base, OptionalLong.empty(), null));
      try (directory) {
        directory.forget();
      } catch (IOException e) {
        LOG.warn("the journal {} was not emptied", directory.path(), e);
      }
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
