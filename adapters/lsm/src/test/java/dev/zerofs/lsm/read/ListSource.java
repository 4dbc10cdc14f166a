package dev.zerofs.lsm.read;

import dev.zerofs.lsm.entry.EntryIterator;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.RangeCover;
import dev.zerofs.lsm.entry.RangeTombstones;
import dev.zerofs.lsm.entry.SortedSource;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.ports.bytes.Bytes;
import java.util.Collection;
import java.util.Iterator;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The plainest source there can be. */
record ListSource(NavigableSet<InternalEntry> entries, RangeTombstones tombstones)
    implements SortedSource {

  ListSource(Collection<InternalEntry> entries, RangeTombstones tombstones) {
    TreeSet<InternalEntry> sorted = new TreeSet<>(InternalEntry.ORDER);
    sorted.addAll(entries);
    this(sorted, tombstones);
  }

  @Override
  public @Nullable InternalEntry find(Bytes key, long snapshot) {
    InternalEntry found = entries.ceiling(new InternalEntry(key, snapshot, Value.TOMBSTONE));
    return found != null && found.key().equals(key) ? found : null;
  }

  @Override
  public RangeCover rangeTombstones() {
    return tombstones;
  }

  @Override
  public EntryIterator iterator(Bytes from, Bytes to) {
    return new Walk(from, to);
  }

  private final class Walk implements EntryIterator {
    private final Bytes from;
    private final Bytes to;
    private Iterator<InternalEntry> rest;
    private @Nullable InternalEntry current;

    Walk(Bytes from, Bytes to) {
      this.from = from;
      this.to = to;
      rest = entries.iterator();
      seek(from);
    }

    @Override
    public @Nullable InternalEntry peek() {
      return current;
    }

    @Override
    public @Nullable InternalEntry next() {
      InternalEntry next = current;
      current = rest.hasNext() ? rest.next() : null;
      if (current != null && current.key().compareTo(to) >= 0) {
        current = null;
      }
      return next;
    }

    @Override
    public void seek(Bytes key) {
      Bytes start = key.compareTo(from) < 0 ? from : key;
      rest =
          entries
              .tailSet(new InternalEntry(start, Long.MAX_VALUE, Value.TOMBSTONE), true)
              .iterator();
      current = null;
      next();
    }
  }
}
