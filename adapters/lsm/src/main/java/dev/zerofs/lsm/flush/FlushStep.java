package dev.zerofs.lsm.flush;

import dev.zerofs.lsm.background.Step;
import dev.zerofs.lsm.commit.Fate;
import dev.zerofs.lsm.commit.Uploads;
import dev.zerofs.lsm.entry.RangeTombstones;
import dev.zerofs.lsm.entry.SortedSource;
import dev.zerofs.lsm.fetch.FrameReader;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.Run;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.memtable.Memtable;
import dev.zerofs.lsm.read.Tables;
import dev.zerofs.lsm.segment.PackBuilder;
import dev.zerofs.lsm.sst.BuiltSst;
import dev.zerofs.lsm.tree.FrozenMemtable;
import dev.zerofs.lsm.tree.TreeState;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sorted tables of frozen memtables, the oldest first: waits until its segments are in the
 * store, since tables refer to them, packs what lies scattered, builds the tables, uploads packs
 * and tables one by one, and commits them. One thread at a time drives it.
 */
public final class FlushStep implements Step {

  private static final Logger LOG = LoggerFactory.getLogger(FlushStep.class);

  /**
   * What a flush works with.
   *
   * @param store where tables go
   * @param names what they are called
   * @param tree what readers see
   * @param uploads brings segments into the store
   * @param builder makes tables
   * @param packs names and stores packs
   * @param recent small segments that are at hand
   * @param frames reads those that are not
   * @param tables opens older tables
   * @param manifests commits the result
   * @param opener opens the runs of a manifest for reading
   * @param garbage counts what is of no use any more
   * @param fate whether the store still serves
   */
  public record Environment(
      ObjectStore store,
      ObjectNames names,
      TreeState tree,
      Uploads uploads,
      TableBuilder builder,
      PackStore packs,
      RecentSegments recent,
      FrameReader frames,
      Tables tables,
      ManifestStep manifests,
      Function<Manifest, List<SortedSource>> opener,
      Garbage garbage,
      Fate fate) {}

  /** A memtable on its way. */
  private static final class Flushing {
    private final FrozenMemtable memtable;
    private final List<PackBuilder.Pack> packs;
    private final List<BuiltSst> tables;
    private final long hiddenBytes;
    private int uploadedPackCount;
    private int uploadedCount;
    private ManifestStep.@Nullable Change change;

    Flushing(
        FrozenMemtable memtable,
        List<PackBuilder.Pack> packs,
        List<BuiltSst> tables,
        long hiddenBytes) {
      this.memtable = memtable;
      this.packs = packs;
      this.tables = tables;
      this.hiddenBytes = hiddenBytes;
    }

    private List<SstMeta> metas() {
      return tables.stream().map(BuiltSst::meta).toList();
    }
  }

  private final Environment environment;
  private final TreeState tree;
  private final Packing packing;
  private final HiddenBytes hidden;
  private final Retry retry;
  private @Nullable Flushing flushing;

  /**
   * A step that flushes the frozen memtables of a tree.
   *
   * @param thinBytes a segment of which fewer bytes are referred to is emptied on the way
   * @param packBytes about how large packs are
   */
  public FlushStep(
      Environment environment, long thinBytes, long packBytes, RandomGenerator random) {
    this.environment = environment;
    this.tree = environment.tree();
    this.packing =
        new Packing(
            environment.recent(), environment.frames(), environment.packs(), thinBytes, packBytes);
    this.hidden = new HiddenBytes(environment.tables());
    this.retry = new Retry(random);
  }

  /** Whether no frozen memtable waits. */
  public boolean isIdle() {
    return tree.now().frozen().isEmpty();
  }

  @Override
  public long work() {
    if (environment.fate().isReplaced()) {
      return IDLE;
    }
    Flushing now = flushing;
    if (now == null) {
      return begin();
    }
    if (now.uploadedPackCount < now.packs.size() || now.uploadedCount < now.tables.size()) {
      return upload(now);
    }
    ManifestStep.Change change = now.change;
    if (change == null) {
      now.change =
          environment
              .manifests()
              .submit(manifest -> edit(manifest, now), manifest -> end(manifest, now));
      return IDLE;
    }
    if (!change.isDone()) {
      return IDLE;
    }
    // Not before the manifest of now refers to them: a survey would take them for garbage.
    environment.builder().published(now.metas());
    environment.packs().published(now.packs);
    flushing = null;
    return 0;
  }

  private long begin() {
    List<FrozenMemtable> frozen = tree.now().frozen();
    if (frozen.isEmpty()
        || frozen.getLast().lastSequence() > environment.uploads().durableSequence()) {
      return IDLE;
    }
    FrozenMemtable oldest = frozen.getLast();
    Packing.Packed packed = packing.pack(oldest.memtable(), oldest.lastSequence());
    List<BuiltSst> tables = environment.builder().build(oldest, packed);
    flushing = new Flushing(oldest, packed.packs(), tables, hiddenBy(oldest.memtable()));
    return 0;
  }

  private long hiddenBy(Memtable memtable) {
    RangeTombstones tombstones = memtable.tombstoneBuffer().toImmutable();
    List<Run> older = environment.manifests().current().runs();
    return memtable.hiddenBytes() + hidden.of(tombstones, older);
  }

  private long upload(Flushing now) {
    try {
      if (now.uploadedPackCount < now.packs.size()) {
        environment.packs().put(now.packs.get(now.uploadedPackCount));
        now.uploadedPackCount++;
      } else {
        BuiltSst table = now.tables.get(now.uploadedCount);
        // The name is this writer's alone, so a repeated put can only repeat itself.
        environment.store().put(environment.names().sst(table.meta().id()), table.body());
        now.uploadedCount++;
      }
      retry.succeeded();
      return 0;
    } catch (ObjectStoreException e) {
      LOG.warn("a flush is tried again: {}", e.getMessage());
      return retry.failed();
    }
  }

  private Manifest edit(Manifest base, Flushing now) {
    return Manifests.withFlushed(
        base,
        now.tables.isEmpty() ? null : new Run(now.metas()).hiding(now.hiddenBytes),
        now.memtable.end(),
        now.memtable.lastSequence(),
        environment.builder().nextId());
  }

  private void end(Manifest committed, Flushing now) {
    tree.flushed(now.memtable, environment.opener().apply(committed));
    environment.recent().dropBefore(now.memtable.end());
    long stored = now.memtable.memtable().storedBytes();
    for (PackBuilder.Pack pack : now.packs) {
      stored += pack.body().length();
    }
    long referenced =
        now.metas().stream().mapToLong(table -> table.space().referencedBytes()).sum();
    environment.garbage().add(stored - referenced);
  }
}
