package dev.zerofs.lsm.reclaim;

import dev.zerofs.lsm.background.Pace;
import dev.zerofs.lsm.background.Step;
import dev.zerofs.lsm.commit.CommitLog;
import dev.zerofs.lsm.commit.Fate;
import dev.zerofs.lsm.commit.SnapshotRegistry;
import dev.zerofs.lsm.compaction.CompactionPolicy;
import dev.zerofs.lsm.fetch.FrameReader;
import dev.zerofs.lsm.flush.Garbage;
import dev.zerofs.lsm.flush.ManifestStep;
import dev.zerofs.lsm.flush.Manifests;
import dev.zerofs.lsm.flush.PackStore;
import dev.zerofs.lsm.flush.Retry;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.layout.Unpublished;
import dev.zerofs.lsm.manifest.Incarnation;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.read.Tables;
import dev.zerofs.lsm.read.ValueReader;
import dev.zerofs.lsm.segment.PackBuilder;
import dev.zerofs.lsm.tree.TreeState;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives space back in the background. Looks at the store only when enough has become garbage since
 * it last did, and once after a start as soon as something was flushed; so an idle volume makes no
 * requests. One thread at a time drives it.
 */
public final class ReclaimStep implements Step {

  private static final Logger LOG = LoggerFactory.getLogger(ReclaimStep.class);

  /** The garbage that makes a survey worth its requests: one part in so many of what is stored. */
  private static final long GARBAGE_PARTS = 100;

  /** How often to look whether the readers that hold up a deletion have ended. */
  private static final long LOOK_NANOS = 1_000_000_000L;

  /** So many incarnations without objects are worth a manifest of their own. */
  private static final int INCARNATIONS_MIN = 64;

  /**
   * What reclamation works with.
   *
   * @param store where the objects are
   * @param names what they are called
   * @param tables opens tables
   * @param tree what readers see
   * @param snapshots who reads
   * @param log says where values are
   * @param frames reads frames
   * @param values of views, which here fetch none
   * @param packs names and stores packs
   * @param unpublished what is on its way
   * @param manifests the manifest of now
   * @param policy whether a merge would follow
   * @param garbage how much there may be to find
   * @param fate whether the store still serves
   * @param clock the time
   */
  public record Environment(
      ObjectStore store,
      ObjectNames names,
      Tables tables,
      TreeState tree,
      SnapshotRegistry snapshots,
      CommitLog log,
      FrameReader frames,
      ValueReader values,
      PackStore packs,
      Unpublished unpublished,
      ManifestStep manifests,
      CompactionPolicy policy,
      Garbage garbage,
      Fate fate,
      Clock clock) {}

  /** A pack that the log refers to, and up to where. */
  private record Relocated(PackBuilder.Pack pack, long sequence) {}

  private final Environment environment;
  private final ReclaimOptions options;
  private final long packBytes;
  private final Retry retry;
  private final Pace pace;
  private final Condemned condemned;
  private final Deque<Relocated> relocated = new ArrayDeque<>();
  private boolean isFirst;
  private final long versionAtStart;

  private @Nullable Survey survey;
  private long surveyTicket;
  private long surveyGarbage;
  private @Nullable Relocation relocation;
  private long relocationGain;
  private ManifestStep.@Nullable Change look;

  private volatile long storedBytes;
  private volatile long liveBytes;
  private final LongAdder surveyCount = new LongAdder();
  private final LongAdder movedBytes = new LongAdder();
  private final LongAdder movedCount = new LongAdder();
  private final LongAdder outdatedCount = new LongAdder();
  private final LongAdder repeatCount = new LongAdder();
  private volatile long deletedBytes;
  private volatile long condemnedCount;

  /**
   * A step that begins with an unknown store.
   *
   * @param packBytes about how large packs are
   * @param isNew whether the volume was made just now, so that there can be no garbage yet
   * @param pace keeps this from being in others' way
   */
  public ReclaimStep(
      Environment environment,
      ReclaimOptions options,
      long packBytes,
      boolean isNew,
      Pace pace,
      RandomGenerator random) {
    this.environment = environment;
    this.options = options;
    this.packBytes = packBytes;
    this.pace = pace;
    this.retry = new Retry(random);
    this.condemned = new Condemned(options.graceNanos(), environment.snapshots());
    this.isFirst = !isNew;
    this.versionAtStart = environment.manifests().current().version();
  }

  @Override
  public long work() {
    if (environment.fate().isOver()) {
      return IDLE;
    }
    long pause = pace.begin();
    if (pause > 0) {
      return pause;
    }
    try {
      long rest = step();
      retry.succeeded();
      return rest;
    } catch (ObjectStoreException e) {
      LOG.warn("reclamation is tried again: {}", e.getMessage());
      return retry.failed();
    } catch (KeyValueException.Corrupt e) {
      // Without every table's word nothing is proved dead. It is tried again when there is more.
      LOG.error("space is not given back: {}", e.getMessage());
      environment.garbage().subtract(surveyGarbage);
      surveyGarbage = 0;
      giveUp();
      return 0;
    } catch (KeyValueException.Closed _) {
      giveUp();
      return LOOK_NANOS;
    } catch (KeyValueException e) {
      LOG.warn("reclamation is put off: {}", e.getMessage());
      giveUp();
      return retry.failed();
    } finally {
      pace.end();
    }
  }

  private void giveUp() {
    survey = null;
    if (relocation != null) {
      relocation.giveUp();
      count(relocation);
      relocation = null;
    }
  }

  private void count(Relocation ended) {
    movedBytes.add(ended.movedBytes());
    movedCount.add(ended.movedCount());
    outdatedCount.add(ended.outdatedCount());
    repeatCount.add(ended.repeatCount());
  }

  private long step() {
    publish();
    Survey surveying = survey;
    Relocation relocating = relocation;
    if (surveying != null) {
      if (surveying.step()) {
        survey = null;
        conclude(surveying);
      }
      return 0;
    }
    if (relocating != null && !environment.log().isReplaying()) {
      if (relocating.step()) {
        relocation = null;
        conclude(relocating);
      }
      return 0;
    }
    return rest();
  }

  private long rest() {
    long now = environment.clock().monotonicNanos();
    List<ObjectKey> ready = condemned.ready(now);
    if (!ready.isEmpty()) {
      return delete(ready);
    }
    if (relocation != null) {
      return LOOK_NANOS; // until the log takes moves
    }
    if (isDue()) {
      begin();
      return 0;
    }
    long rest = condemned.restNanos(now);
    return rest == Long.MAX_VALUE ? IDLE : Math.max(rest, LOOK_NANOS);
  }

  /** What the log refers to is referred to by tables when it has been flushed. */
  private void publish() {
    long floor = environment.manifests().current().sequenceFloor();
    while (!relocated.isEmpty() && relocated.element().sequence() <= floor) {
      environment.packs().published(List.of(relocated.remove().pack()));
    }
  }

  private boolean isDue() {
    if (isFirst) {
      return environment.manifests().current().version() > versionAtStart
          && environment.tree().now().flushedSequence() > 0;
    }
    return environment.garbage().bytes()
        >= Math.max(options.garbageBytesMin(), storedBytes / GARBAGE_PARTS);
  }

  private void begin() {
    isFirst = false;
    surveyGarbage = environment.garbage().bytes();
    // In this order: what is published in between is in the manifest, and whoever begins to read
    // after the manifest was seen reads nothing that it does not have.
    Unpublished.Moment unpublished = environment.unpublished().now();
    Manifest manifest = environment.manifests().current();
    surveyTicket = environment.snapshots().nextTicket();
    survey =
        new Survey(
            environment.store(),
            environment.names(),
            environment.tables(),
            manifest,
            unpublished,
            options);
  }

  private void conclude(Survey done) {
    environment.garbage().subtract(surveyGarbage);
    surveyGarbage = 0;
    surveyCount.increment();
    storedBytes = done.storedBytes();
    liveBytes = done.liveBytes();
    condemned.addAll(done.dead(), surveyTicket, environment.clock().monotonicNanos());
    condemnedCount = condemned.count();
    forgetIncarnations(done);
    List<Candidate> chosen =
        Selection.of(done.candidates(), done.storedBytes(), done.liveBytes(), options);
    long gain = chosen.stream().mapToLong(Candidate::gainBytes).sum();
    long moved = chosen.stream().mapToLong(Candidate::liveBytes).sum();
    boolean merges =
        environment.policy().isWorthIt(environment.manifests().current().runs(), gain + moved);
    LOG.debug(
        "{} bytes stored for {} of use; {} objects are dead; {} segments could free {}",
        storedBytes,
        liveBytes,
        done.dead().size(),
        chosen.size(),
        gain);
    boolean isEnough =
        gain >= options.garbageBytesMin() || chosen.size() >= Selection.SMALL_COUNT_MIN;
    if (chosen.isEmpty() || !isEnough || !merges) {
      return;
    }
    relocationGain = gain;
    relocation =
        new Relocation(
            new Relocation.Environment(
                environment.tables(),
                environment.tree(),
                environment.snapshots(),
                environment.log(),
                environment.frames(),
                environment.values(),
                environment.packs(),
                packBytes),
            chosen,
            done.treeTables(),
            (pack, sequence) -> relocated.add(new Relocated(pack, sequence)));
  }

  private void conclude(Relocation done) {
    count(done);
    if (done.movedBytes() == 0) {
      return;
    }
    // Only a merge of the new places with the old ones makes the emptied segments dead.
    environment.log().expectFreed(relocationGain);
    var _ = environment.log().rotate();
  }

  private void forgetIncarnations(Survey done) {
    List<Incarnation> useless =
        environment.manifests().current().incarnations().stream()
            .filter(one -> one.volumeIndex() == 0 && !done.isEpochInUse(one.epoch()))
            .toList();
    if (useless.size() >= INCARNATIONS_MIN) {
      Set<Incarnation> gone = Set.copyOf(useless);
      var _ =
          environment
              .manifests()
              .submit(
                  base -> Manifests.withIncarnations(base, one -> !gone.contains(one)), _ -> {});
    }
  }

  /** Only who still owns the volume deletes; a look at the manifests precedes every request. */
  private long delete(List<ObjectKey> ready) {
    ManifestStep.Change looking = look;
    if (looking == null) {
      look = environment.manifests().look();
      return IDLE;
    }
    if (!looking.isDone()) {
      return IDLE;
    }
    // Whatever becomes of the request: one that repeats it has a look of its own.
    look = null;
    environment.store().deleteAll(ready);
    condemned.deleted(ready.size());
    deletedBytes = condemned.deletedBytes();
    condemnedCount = condemned.count();
    return 0;
  }

  /** Whether nothing is under way: no survey, no relocation, no deletion but for the grace time. */
  public boolean isIdle() {
    return survey == null && relocation == null && look == null;
  }

  /** Numbers for people, by name. */
  public Map<String, Long> figures() {
    return Map.of(
        "reclaim.surveys", surveyCount.sum(),
        "reclaim.stored-bytes", storedBytes,
        "reclaim.live-bytes", liveBytes,
        "reclaim.moved-bytes", movedBytes.sum(),
        "reclaim.moved-values", movedCount.sum(),
        "reclaim.outdated-values", outdatedCount.sum(),
        "reclaim.repeated-lookups", repeatCount.sum(),
        "reclaim.deleted-bytes", deletedBytes,
        "reclaim.condemned-objects", condemnedCount);
  }
}
