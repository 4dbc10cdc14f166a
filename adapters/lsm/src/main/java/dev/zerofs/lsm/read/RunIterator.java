package dev.zerofs.lsm.read;

import dev.zerofs.lsm.entry.EntryIterator;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.sst.SstIterator;
import dev.zerofs.ports.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/** A walk over the tables of a run, each begun when the one before it is at its end. */
final class RunIterator implements EntryIterator {

  private final RunReader run;
  private final Bytes from;
  private final Bytes to;
  private int tableIndex = -1;
  private @Nullable SstIterator table;

  RunIterator(RunReader run, Bytes from, Bytes to) {
    this.run = run;
    this.from = from;
    this.to = to;
  }

  @Override
  public @Nullable InternalEntry peek() {
    if (tableIndex < 0) {
      seek(from);
    }
    InternalEntry entry = table == null ? null : table.peek();
    while (entry == null && table != null) {
      enter(tableIndex + 1);
      entry = table == null ? null : table.peek();
    }
    return entry != null && entry.key().compareTo(to) < 0 ? entry : null;
  }

  @Override
  public @Nullable InternalEntry next() {
    InternalEntry entry = peek();
    return entry == null || table == null ? null : table.next();
  }

  @Override
  public void seek(Bytes key) {
    Bytes target = key.compareTo(from) < 0 ? from : key;
    enter(run.firstEndingAfter(target));
    if (table != null) {
      table.seek(target);
    }
  }

  private void enter(int index) {
    tableIndex = index;
    boolean wanted =
        index < run.tables().size() && run.tables().get(index).meta().from().compareTo(to) < 0;
    table = wanted ? run.tables().get(index).iterator() : null;
  }
}
