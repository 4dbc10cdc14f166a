package dev.zerofs.lsm.compaction;

import dev.zerofs.lsm.background.Pace;
import dev.zerofs.lsm.background.Step;
import dev.zerofs.lsm.commit.Fate;
import dev.zerofs.lsm.commit.SnapshotRegistry;
import dev.zerofs.lsm.entry.SortedSource;
import dev.zerofs.lsm.flush.Garbage;
import dev.zerofs.lsm.flush.ManifestStep;
import dev.zerofs.lsm.flush.Manifests;
import dev.zerofs.lsm.flush.Retry;
import dev.zerofs.lsm.flush.TableBuilder;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.Run;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.read.RunReader;
import dev.zerofs.lsm.read.Tables;
import dev.zerofs.lsm.retention.Retention;
import dev.zerofs.lsm.sst.BuiltSst;
import dev.zerofs.lsm.tree.TreeState;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the runs few: asks the policy after every change of the manifest, merges what it picks some
 * thousand keys at a time, uploads each table when it is full, and commits the run in place of its
 * inputs. A compaction that is cut short leaves tables that no manifest names. Several such steps
 * may be at work at once, each driven by one thread at a time.
 */
public final class CompactionStep implements Step {

  private static final Logger LOG = LoggerFactory.getLogger(CompactionStep.class);

  /** About a millisecond or a few of work, between which others may have the processor. */
  private static final int STEP_KEY_COUNT = 2_000;

  /**
   * What a compaction works with.
   *
   * @param store where tables go
   * @param names what they are called
   * @param tree what readers see
   * @param tables opens the inputs
   * @param builder makes the outputs' writers
   * @param snapshots who reads at which position
   * @param manifests commits the result
   * @param opener opens the runs of a manifest for reading
   * @param garbage counts what is of no use any more
   * @param fate whether the store still serves
   */
  public record Environment(
      ObjectStore store,
      ObjectNames names,
      TreeState tree,
      Tables tables,
      TableBuilder builder,
      SnapshotRegistry snapshots,
      ManifestStep manifests,
      Function<Manifest, List<SortedSource>> opener,
      Garbage garbage,
      Fate fate) {}

  /** A compaction under way. */
  private static final class Running {
    private final RunClaims.Claim claim;
    private final CompactionJob job;
    private final Deque<BuiltSst> toUpload;
    private final List<SstMeta> output = new ArrayList<>();
    private boolean merged;
    private ManifestStep.@Nullable Change change;

    Running(RunClaims.Claim claim, CompactionJob job, Deque<BuiltSst> toUpload) {
      this.claim = claim;
      this.job = job;
      this.toUpload = toUpload;
    }

    /** What is hidden in runs below the inputs is so by the output as well. */
    private @Nullable Run outputRun() {
      long hidden = claim.bottom() ? 0 : claim.inputs().stream().mapToLong(Run::hiddenBytes).sum();
      return output.isEmpty() ? null : new Run(output).hiding(hidden);
    }

    private List<SstMeta> made() {
      List<SstMeta> all = new ArrayList<>(output);
      toUpload.forEach(table -> all.add(table.meta()));
      return all;
    }

    /** How many bytes of large values and tables the output does without. */
    private long droppedBytes() {
      long before =
          claim.inputs().stream().mapToLong(run -> run.referencedBytes() + run.sizeBytes()).sum();
      return before - output.stream().mapToLong(table -> table.space().referencedBytes()).sum();
    }
  }

  private final Environment environment;
  private final RunClaims claims;
  private final Retry retry;
  private final Pace pace;
  private @Nullable Running running;

  /** A step that merges what it can claim, at a pace of its own. */
  public CompactionStep(
      Environment environment, RunClaims claims, Pace pace, RandomGenerator random) {
    this.environment = environment;
    this.claims = claims;
    this.pace = pace;
    this.retry = new Retry(random);
  }

  /** Whether no merge is under way. To be asked by who drives it. */
  public boolean isIdle() {
    return running == null;
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
      LOG.warn("compaction is tried again: {}", e.getMessage());
      return retry.failed();
    } catch (KeyValueException.Corrupt e) {
      LOG.error("runs are set aside and stay as they are until a restart: {}", e.getMessage());
      setAside();
      return 0;
    } catch (KeyValueException.Closed _) {
      giveUp();
      return retry.failed();
    } catch (KeyValueException e) {
      LOG.warn("compaction is put off: {}", e.getMessage());
      giveUp();
      return retry.failed();
    } finally {
      pace.end();
    }
  }

  /** What is damaged is somebody's to mend; the runs that are newer go on being merged. */
  private void setAside() {
    Running now = running;
    if (now != null) {
      environment.builder().published(now.made());
    }
    running = null;
  }

  private void giveUp() {
    Running now = running;
    setAside();
    if (now != null) {
      claims.release(now.claim.inputs());
    }
  }

  private long step() {
    Running now = running;
    if (now == null) {
      return begin();
    }
    BuiltSst table = now.toUpload.peek();
    if (table != null) {
      // The name is this writer's alone, so a repeated put can only repeat itself.
      environment.store().put(environment.names().sst(table.meta().id()), table.body());
      now.output.add(now.toUpload.remove().meta());
      return 0;
    }
    if (!now.merged) {
      now.merged = now.job.step(STEP_KEY_COUNT);
      return 0;
    }
    return commit(now);
  }

  private long begin() {
    Optional<RunClaims.Claim> claim = claims.claim(() -> environment.manifests().current().runs());
    if (claim.isEmpty()) {
      return IDLE;
    }
    try {
      running = running(claim.get());
      return 0;
    } catch (KeyValueException.Corrupt e) {
      throw e;
    } catch (KeyValueException e) {
      claims.release(claim.get().inputs());
      throw e;
    }
  }

  private Running running(RunClaims.Claim claim) {
    // A snapshot that is opened later reads at the present of these runs or after it.
    Retention retention = new Retention(environment.snapshots().positions(), claim.bottom());
    List<RunReader> readers = environment.tables().readers(claim.inputs());
    Deque<BuiltSst> built = new ArrayDeque<>();
    CompactionJob job =
        new CompactionJob(
            readers, retention, tombstones -> environment.builder().writer(tombstones, built::add));
    return new Running(claim, job, built);
  }

  private long commit(Running now) {
    ManifestStep.Change change = now.change;
    if (change == null) {
      Run output = now.outputRun();
      now.change =
          environment
              .manifests()
              .submit(
                  base ->
                      Manifests.withCompacted(
                          base, now.claim.inputs(), output, environment.builder().nextId()),
                  manifest -> committed(manifest, now));
      return IDLE;
    }
    if (!change.isDone()) {
      return IDLE;
    }
    // Not before the manifest of now refers to them: a survey would take them for garbage.
    environment.builder().published(now.output);
    claims.release(now.claim.inputs());
    running = null;
    return 0;
  }

  private void committed(Manifest manifest, Running done) {
    environment.tree().compacted(environment.opener().apply(manifest));
    environment.garbage().add(done.droppedBytes());
  }
}
