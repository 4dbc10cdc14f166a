package dev.zerofs.lsm.compaction;

import dev.zerofs.lsm.background.Step;
import dev.zerofs.lsm.commit.Fate;
import dev.zerofs.lsm.commit.SnapshotRegistry;
import dev.zerofs.lsm.compaction.CompactionPolicy.Pick;
import dev.zerofs.lsm.entry.SortedSource;
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
 * inputs. A compaction that is cut short leaves tables that no manifest names. One thread at a time
 * drives it.
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
      Fate fate) {}

  /** A compaction under way. */
  private static final class Running {
    private final List<Run> inputs;
    private final CompactionJob job;
    private final Deque<BuiltSst> toUpload;
    private final List<SstMeta> output = new ArrayList<>();
    private boolean merged;
    private ManifestStep.@Nullable Change change;

    Running(List<Run> inputs, CompactionJob job, Deque<BuiltSst> toUpload) {
      this.inputs = inputs;
      this.job = job;
      this.toUpload = toUpload;
    }
  }

  private final Environment environment;
  private final CompactionPolicy policy;
  private final Retry retry;
  private @Nullable Running running;

  /** A step that merges what {@code policy} picks. */
  public CompactionStep(Environment environment, CompactionPolicy policy, RandomGenerator random) {
    this.environment = environment;
    this.policy = policy;
    this.retry = new Retry(random);
  }

  @Override
  public long work() {
    if (environment.fate().isOver()) {
      return IDLE;
    }
    try {
      long rest = step();
      retry.succeeded();
      return rest;
    } catch (ObjectStoreException e) {
      LOG.warn("compaction is tried again: {}", e.getMessage());
      return retry.failed();
    } catch (KeyValueException e) {
      // What cannot be read is somebody's to mend; the runs stay as they are until then.
      LOG.warn("compaction is put off: {}", e.getMessage());
      running = null;
      return retry.failed();
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
    List<Run> runs = environment.manifests().current().runs();
    Optional<Pick> pick = policy.pick(runs);
    if (pick.isEmpty()) {
      return IDLE;
    }
    List<Run> inputs = runs.subList(pick.get().fromIndex(), pick.get().endIndex());
    boolean bottom = pick.get().endIndex() == runs.size();
    // A snapshot that is opened later reads at the present of these runs or after it.
    Retention retention = new Retention(environment.snapshots().positions(), bottom);
    List<RunReader> readers = environment.tables().readers(inputs);
    Deque<BuiltSst> built = new ArrayDeque<>();
    CompactionJob job =
        new CompactionJob(
            readers, retention, tombstones -> environment.builder().writer(tombstones, built::add));
    running = new Running(inputs, job, built);
    return 0;
  }

  private long commit(Running now) {
    ManifestStep.Change change = now.change;
    if (change == null) {
      Run output = now.output.isEmpty() ? null : new Run(now.output);
      now.change =
          environment
              .manifests()
              .submit(
                  base ->
                      Manifests.withCompacted(
                          base, now.inputs, output, environment.builder().nextId()),
                  this::committed);
      return IDLE;
    }
    if (!change.isDone()) {
      return IDLE;
    }
    running = null;
    return 0;
  }

  private void committed(Manifest manifest) {
    environment.tree().compacted(environment.opener().apply(manifest));
  }
}
