package dev.zerofs.lsm;

import dev.zerofs.lsm.background.Driver;
import dev.zerofs.lsm.background.Pace;
import dev.zerofs.lsm.clone.CloneMarks;
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
import dev.zerofs.lsm.flush.PackStore;
import dev.zerofs.lsm.flush.RecentSegments;
import dev.zerofs.lsm.flush.TableBuilder;
import dev.zerofs.lsm.journal.Journal;
import dev.zerofs.lsm.journal.JournalDirectory;
import dev.zerofs.lsm.journal.JournalReplay;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.layout.Unpublished;
import dev.zerofs.lsm.manifest.EpochLog;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.read.Tables;
import dev.zerofs.lsm.read.ValueReader;
import dev.zerofs.lsm.reclaim.ReclaimStep;
import dev.zerofs.lsm.recovery.ManifestChain;
import dev.zerofs.lsm.recovery.Patience;
import dev.zerofs.lsm.recovery.Replay;
import dev.zerofs.lsm.segment.SealedSegment;
import dev.zerofs.lsm.sst.Author;
import dev.zerofs.lsm.tree.Tree;
import dev.zerofs.lsm.tree.TreeState;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parts of a store together: first what can be made before it is known what the journal
 * has, then the rest. For one thread and one use.
 */
final class LsmAssembly {

  /** Bodies of small segments that wait to be packed. */
  private static final long RECENT_BYTES = 8L << 20;

  /** While a large merge goes on, small ones keep the newest runs few. */
  private static final int COMPACTIONS = 2;

  private final Surroundings surroundings;
  private final LsmOptions options;
  private final Driver driver;
  private final ObjectStore store;
  private final Clock clock;
  private final RandomGenerator random;
  private final Fate fate;

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
  private final Optional<UUID> cloneId;

  /** The parts that need no journal. */
  LsmAssembly(
      Surroundings surroundings,
      Uploads.Environment environment,
      ObjectNames names,
      ManifestChain chain,
      Manifest manifest,
      Replay replay) {
    this.surroundings = surroundings;
    this.options = surroundings.options();
    this.driver = environment.driver();
    this.store = surroundings.store();
    this.clock = environment.clock();
    this.random = environment.random();
    this.fate = environment.fate();
    this.environment = environment;
    this.replay = replay;
    this.names = names;
    isNew = manifest.version() == 1;
    cloneId = manifest.cloneId();
    unpublished = new Unpublished(environment.epoch());
    path =
        new ReadPath(
            surroundings.readers(),
            options.reads(),
            surroundings.disk(),
            names,
            manifest,
            options.cacheBytes());
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
            environment.incarnation(),
            clock,
            fate,
            options.ownerConfirmNanos());
    uploads =
        new Uploads(
            environment,
            ownership,
            options.uploadParallelism(),
            replay.lastSequence(),
            this::uploaded);
    manifests = new ManifestStep(chain, driver, fate, random, manifest);
    Author author = new Author(environment.epoch(), environment.incarnation());
    TableBuilder builder =
        new TableBuilder(options.tables(), environment.codec(), author, snapshots, unpublished);
    recent = new RecentSegments(RECENT_BYTES, Math.toIntExact(thinBytes()));
    packs = new PackStore(path.store(), names, environment.codec(), author, unpublished);
    flush = flush(builder);
    addCompactions(builder);
  }

  private FlushStep flush(TableBuilder builder) {
    return new FlushStep(
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
        thinBytes(),
        packBytes(),
        random);
  }

  /** A segment of which a memtable refers to less is emptied on the way into tables. */
  private long thinBytes() {
    return options.reclaim().smallBytes() / 4;
  }

  private void addCompactions(TableBuilder builder) {
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

  private long packBytes() {
    return Math.min(options.log().segmentBytes(), options.reclaim().packBytes());
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
    return new ReclaimStep(reclaiming, options.reclaim(), packBytes(), isNew, pace(), random);
  }

  private CheckpointDeletion deletion(Checkpoints checkpoints, Closing closing) {
    return new CheckpointDeletion(
        new CloneMarks(store, names, environment.incarnation()),
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
    JournalOpening journals = new JournalOpening(surroundings, environment, uploads, path);
    long recovered = replay.lastSequence();
    JournalReplay tail = journals.tail(former, held == null ? directory : held, recovered);
    Journal journal = journals.journal(directory, tail, recovered);
    CommitLog log = log(journal, tail != null);
    Room room = new Room(store, clock, backlog);
    Admission admission =
        new Admission(options, environment, backlog, tree, log, uploads, journal, room);
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
                cloneId,
                driver,
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
                new Figures(
                    tables, tree, backlog, uploads, log, journal, clock, admission, packs, reclaim,
                    path),
                path));
    if (tail != null) {
      JournalOpening.apply(tail, opened, log);
    }
    if (held != null) {
      JournalOpening.change(journal, opened, log, closing);
    }
    if (journal == null && directory != null) {
      JournalOpening.giveUp(directory, opened, log, closing);
    }
    return opened;
  }

  private CommitLog log(@Nullable Journal journal, boolean isReplaying) {
    return new CommitLog(
        environment,
        options.log(),
        tree,
        snapshots,
        uploads,
        backlog,
        journal == null ? BatchSink.NONE : journal,
        replay.lastSequence(),
        replay.activeSegmentCount(),
        isReplaying);
  }

  private void start(CommitLog log, @Nullable Journal journal, ReclaimStep reclaim) {
    driver.start("seal", 1, log);
    driver.start("upload", Uploads.concurrency(options.uploadParallelism()), uploads);
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
}
