package dev.zerofs.lsm.flush;

import dev.zerofs.lsm.commit.SnapshotRegistry;
import dev.zerofs.lsm.entry.EntryIterator;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.RangeTombstones;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.lsm.memtable.Memtable;
import dev.zerofs.lsm.sst.Author;
import dev.zerofs.lsm.sst.BuiltSst;
import dev.zerofs.lsm.sst.SstOptions;
import dev.zerofs.lsm.sst.SstWriter;
import dev.zerofs.lsm.tree.FrozenMemtable;
import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Turns a memtable into tables, all held in memory at once: they are about as large as the
 * memtable. For one thread at a time.
 */
public final class TableBuilder {

  /** Before every key. */
  private static final Bytes FIRST_KEY = Bytes.wrap(new byte[] {0});

  private final SstOptions options;
  private final FrameCodec codec;
  private final Author author;
  private final SnapshotRegistry snapshots;
  private final AtomicLong nextId = new AtomicLong();

  /** A builder for the tables of {@code author}, whose ids begin at 0. */
  public TableBuilder(
      SstOptions options, FrameCodec codec, Author author, SnapshotRegistry snapshots) {
    this.options = options;
    this.codec = codec;
    this.author = author;
    this.snapshots = snapshots;
  }

  /** The first id that has not been used. */
  public long nextId() {
    return nextId.get();
  }

  /** The tables, ascending; none if the memtable has no entries. */
  List<BuiltSst> build(FrozenMemtable frozen) {
    List<BuiltSst> tables = new ArrayList<>();
    Memtable memtable = frozen.memtable();
    RangeTombstones tombstones = memtable.tombstoneBuffer().toImmutable();
    SstWriter writer =
        new SstWriter(options, codec, author, nextId::getAndIncrement, tombstones, tables::add);
    EntryIterator entries = memtable.iterator(FIRST_KEY, Memtable.AFTER_ALL_KEYS);
    InternalEntry kept = null;
    for (InternalEntry entry = entries.next(); entry != null; entry = entries.next()) {
      if (isNeeded(entry, kept)) {
        writer.add(entry);
        kept = entry;
      }
    }
    writer.finish();
    return tables;
  }

  /** The newest version of a key, and older ones that a snapshot sees. */
  private boolean isNeeded(InternalEntry entry, @Nullable InternalEntry newer) {
    return newer == null
        || !newer.key().equals(entry.key())
        || snapshots.anyBetween(entry.sequence(), newer.sequence());
  }
}
