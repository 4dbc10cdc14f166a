package dev.zerofs.lsm.flush;

import dev.zerofs.lsm.background.Step;
import dev.zerofs.lsm.commit.Fate;
import dev.zerofs.lsm.commit.Uploads;
import dev.zerofs.lsm.entry.SortedSource;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.lsm.manifest.Manifest;
import dev.zerofs.lsm.manifest.Run;
import dev.zerofs.lsm.manifest.SstMeta;
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
 * store, since tables refer to them, builds the tables, uploads them one by one, and commits them.
 * One thread at a time drives it.
 */
public final class FlushStep implements Step {

  private static final Logger LOG = LoggerFactory.getLogger(FlushStep.class);

  /** A memtable on its way. */
  private static final class Flushing {
    private final FrozenMemtable memtable;
    private final List<BuiltSst> tables;
    private int uploadedCount;
    private ManifestStep.@Nullable Change change;

    Flushing(FrozenMemtable memtable, List<BuiltSst> tables) {
      this.memtable = memtable;
      this.tables = tables;
    }
  }

  private final ObjectStore store;
  private final ObjectNames names;
  private final TreeState tree;
  private final Uploads uploads;
  private final TableBuilder builder;
  private final ManifestStep manifests;
  private final Function<Manifest, List<SortedSource>> opener;
  private final Fate fate;
  private final Retry retry;
  private @Nullable Flushing flushing;

  /**
   * A step that flushes the frozen memtables of {@code tree}.
   *
   * @param opener opens the runs of a manifest for reading
   */
  public FlushStep(
      ObjectStore store,
      ObjectNames names,
      TreeState tree,
      Uploads uploads,
      TableBuilder builder,
      ManifestStep manifests,
      Function<Manifest, List<SortedSource>> opener,
      Fate fate,
      RandomGenerator random) {
    this.store = store;
    this.names = names;
    this.tree = tree;
    this.uploads = uploads;
    this.builder = builder;
    this.manifests = manifests;
    this.opener = opener;
    this.fate = fate;
    this.retry = new Retry(random);
  }

  /** Whether a frozen memtable waits. */
  public boolean isIdle() {
    return tree.now().frozen().isEmpty();
  }

  @Override
  public long work() {
    if (fate.isReplaced()) {
      return IDLE;
    }
    Flushing now = flushing;
    if (now == null) {
      return begin();
    }
    if (now.uploadedCount < now.tables.size()) {
      return upload(now);
    }
    ManifestStep.Change change = now.change;
    if (change == null) {
      now.change =
          manifests.submit(manifest -> edit(manifest, now), manifest -> end(manifest, now));
      return IDLE;
    }
    if (!change.isDone()) {
      return IDLE;
    }
    flushing = null;
    return 0;
  }

  private long begin() {
    List<FrozenMemtable> frozen = tree.now().frozen();
    if (frozen.isEmpty() || frozen.getLast().lastSequence() > uploads.durableSequence()) {
      return IDLE;
    }
    FrozenMemtable oldest = frozen.getLast();
    flushing = new Flushing(oldest, builder.build(oldest));
    return 0;
  }

  private long upload(Flushing now) {
    BuiltSst table = now.tables.get(now.uploadedCount);
    try {
      // The name is this writer's alone, so a repeated put can only repeat itself.
      store.put(names.sst(table.meta().id()), table.body());
      now.uploadedCount++;
      retry.succeeded();
      return 0;
    } catch (ObjectStoreException e) {
      LOG.warn("table {} is tried again: {}", table.meta().id(), e.getMessage());
      return retry.failed();
    }
  }

  private Manifest edit(Manifest base, Flushing now) {
    List<SstMeta> tables = now.tables.stream().map(BuiltSst::meta).toList();
    return Manifests.withFlushed(
        base,
        tables.isEmpty() ? null : new Run(tables),
        now.memtable.end(),
        now.memtable.lastSequence(),
        builder.nextId());
  }

  private void end(Manifest committed, Flushing now) {
    tree.flushed(now.memtable, opener.apply(committed));
  }
}
