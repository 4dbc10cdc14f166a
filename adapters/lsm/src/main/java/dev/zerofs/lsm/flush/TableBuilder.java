package dev.zerofs.lsm.flush;

import dev.zerofs.lsm.commit.SnapshotRegistry;
import dev.zerofs.lsm.entry.EntryIterator;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.RangeTombstones;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.layout.StoredObject;
import dev.zerofs.lsm.layout.Unpublished;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.memtable.Memtable;
import dev.zerofs.lsm.retention.RetainedEntries;
import dev.zerofs.lsm.retention.Retention;
import dev.zerofs.lsm.sst.Author;
import dev.zerofs.lsm.sst.BuiltSst;
import dev.zerofs.lsm.sst.SstOptions;
import dev.zerofs.lsm.sst.SstWriter;
import dev.zerofs.lsm.tree.FrozenMemtable;
import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Turns a memtable into tables, all held in memory at once: they are about as large as the
 * memtable. For one thread at a time.
 */
public final class TableBuilder {

  /** Before every key. */
  static final Bytes FIRST_KEY = Bytes.wrap(new byte[] {0});

  private final SstOptions options;
  private final FrameCodec codec;
  private final Author author;
  private final SnapshotRegistry snapshots;
  private final Unpublished unpublished;

  /** A builder for the tables of {@code author}, whose ids begin at 0. */
  public TableBuilder(
      SstOptions options,
      FrameCodec codec,
      Author author,
      SnapshotRegistry snapshots,
      Unpublished unpublished) {
    this.options = options;
    this.codec = codec;
    this.author = author;
    this.snapshots = snapshots;
    this.unpublished = unpublished;
  }

  /** The first id that has not been used. */
  public long nextId() {
    return unpublished.nextTableId();
  }

  /** A writer of one more run of this author's. */
  public SstWriter writer(RangeTombstones tombstones, Consumer<BuiltSst> sink) {
    return new SstWriter(
        options, codec, author, () -> unpublished.newTable().id(), tombstones, sink);
  }

  /** The tables are in a committed manifest, or given up. */
  public void published(List<SstMeta> tables) {
    unpublished.removeAll(tables.stream().map(table -> StoredObject.of(0, table.id())).toList());
  }

  /**
   * The tables, ascending; none if the memtable has no entries.
   *
   * @param packed values that are referred to elsewhere
   */
  List<BuiltSst> build(FrozenMemtable frozen, Packing.Packed packed) {
    List<BuiltSst> tables = new ArrayList<>();
    Memtable memtable = frozen.memtable();
    Retention retention = new Retention(snapshots.positions(), false);
    RangeTombstones tombstones = memtable.tombstoneBuffer().toImmutable();
    SstWriter writer = writer(retention.needed(tombstones), tables::add);
    EntryIterator all = memtable.iterator(FIRST_KEY, Memtable.AFTER_ALL_KEYS);
    RetainedEntries entries = new RetainedEntries(all, tombstones, retention);
    for (List<InternalEntry> key = entries.nextKey(); key != null; key = entries.nextKey()) {
      key.forEach(entry -> writer.add(packed.moved(entry)));
    }
    writer.finish();
    return tables;
  }
}
