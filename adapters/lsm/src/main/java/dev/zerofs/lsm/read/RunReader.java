package dev.zerofs.lsm.read;

import dev.zerofs.lsm.entry.EntryIterator;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.RangeCover;
import dev.zerofs.lsm.entry.SortedSource;
import dev.zerofs.lsm.sst.SstReader;
import dev.zerofs.ports.bytes.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sorted run as one source. Opens only tables that a read touches. */
public final class RunReader implements SortedSource, RangeCover {

  private final List<SstReader> tables;
  private final boolean noTombstones;

  /** A run of {@code tables}, at least one, ascending and disjoint. */
  RunReader(List<SstReader> tables) {
    this.tables = List.copyOf(tables);
    noTombstones = tables.stream().allMatch(table -> table.meta().rangeTombstoneCount() == 0);
  }

  /** The tables in order. */
  public List<SstReader> tables() {
    return tables;
  }

  @Override
  public @Nullable InternalEntry find(Bytes key, long snapshot) {
    int index = firstEndingAfter(key);
    return index == tables.size() ? null : tables.get(index).find(key, snapshot);
  }

  @Override
  public EntryIterator iterator(Bytes from, Bytes to) {
    return new RunIterator(this, from, to);
  }

  @Override
  public RangeCover rangeTombstones() {
    return this;
  }

  @Override
  public boolean isEmpty() {
    return noTombstones;
  }

  @Override
  public long coveringSequence(Bytes key, long snapshot) {
    SstReader table = noTombstones ? null : tableOf(key);
    return table == null ? 0 : table.rangeTombstones().coveringSequence(key, snapshot);
  }

  @Override
  public @Nullable Stretch covering(Bytes key, long snapshot) {
    SstReader table = noTombstones ? null : tableOf(key);
    return table == null ? null : table.rangeTombstones().covering(key, snapshot);
  }

  /** The index of the first table that may have keys not less than {@code key}. */
  int firstEndingAfter(Bytes key) {
    int low = 0;
    int high = tables.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tables.get(middle).meta().to().compareTo(key) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private @Nullable SstReader tableOf(Bytes key) {
    int index = firstEndingAfter(key);
    return index < tables.size() && tables.get(index).meta().mayContain(key)
        ? tables.get(index)
        : null;
  }
}
