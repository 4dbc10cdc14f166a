package dev.zerofs.lsm.sst;

import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.RangeTombstones;
import dev.zerofs.lsm.entry.SstId;
import dev.zerofs.lsm.frame.FrameCodec;
import dev.zerofs.ports.bytes.Bytes;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a sorted run: takes entries in order and gives out one finished table after the other,
 * each of about the target size and held in memory only until it is given out. For one thread.
 */
public final class SstWriter {

  private final SstOptions options;
  private final FrameCodec frames;
  private final Author author;
  private final LongSupplier ids;
  private final RangeTombstones tombstones;
  private final Consumer<BuiltSst> sink;

  private SstBuilder table;
  private @Nullable InternalEntry last;

  /** Where the current table's range of keys begins; null: before every key. */
  private @Nullable Bytes tableFrom;

  /**
   * A writer for one run.
   *
   * @param options how tables are cut
   * @param frames how blocks are wrapped
   * @param author who writes
   * @param ids gives every table its id
   * @param tombstones every range tombstone of the run; each table gets those of its own keys
   * @param sink takes every finished table, in order
   */
  public SstWriter(
      SstOptions options,
      FrameCodec frames,
      Author author,
      LongSupplier ids,
      RangeTombstones tombstones,
      Consumer<BuiltSst> sink) {
    this.options = options;
    this.frames = frames;
    this.author = author;
    this.ids = ids;
    this.tombstones = tombstones;
    this.sink = sink;
    table = new SstBuilder(options, frames);
  }

  /**
   * Appends {@code entry}.
   *
   * @throws IllegalArgumentException if it does not come after the entry before it
   */
  public void add(InternalEntry entry) {
    InternalEntry previous = last;
    if (previous != null) {
      if (InternalEntry.ORDER.compare(previous, entry) >= 0) {
        throw new IllegalArgumentException(
            "entry %s@%d after %s@%d"
                .formatted(entry.key(), entry.sequence(), previous.key(), previous.sequence()));
      }
      boolean newKey = !previous.key().equals(entry.key());
      if (newKey && table.sizeBytes() >= options.targetSizeBytes()) {
        endTable(entry.key());
      }
    }
    table.add(entry);
    last = entry;
  }

  /** Gives out the last table. Nothing may be added afterwards. */
  public void finish() {
    endTable(null);
  }

  private void endTable(@Nullable Bytes nextFrom) {
    RangeTombstones own = tombstones.clip(tableFrom, nextFrom);
    SstBuilder ending = table;
    table = new SstBuilder(options, frames);
    tableFrom = nextFrom;
    if (!ending.isEmpty() || !own.isEmpty()) {
      SstId id = new SstId(author.epoch(), ids.getAsLong());
      sink.accept(ending.finish(own, id, author.incarnation()));
    }
  }
}
