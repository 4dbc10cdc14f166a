package dev.zerofs.lsm.read;

import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.SortedSource;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.RangeSize;
import dev.zerofs.ports.keyvalue.Reads;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tree at one sequence. Immutable; safe for use by any number of threads, for as long as the
 * objects behind its sources are kept.
 */
public final class ReadView implements Reads {

  private final List<SortedSource> sources;
  private final long snapshot;
  private final ValueReader values;

  /**
   * A view.
   *
   * @param sources memtables, then runs: newest first
   * @param snapshot the newest sequence that is seen
   */
  public ReadView(List<? extends SortedSource> sources, long snapshot, ValueReader values) {
    this.sources = List.copyOf(sources);
    this.snapshot = snapshot;
    this.values = values;
  }

  /** The newest sequence that is seen. */
  public long snapshot() {
    return snapshot;
  }

  /**
   * The visible entry of {@code key} without its value being fetched, or null if there is none.
   * Never a deletion.
   */
  public @Nullable InternalEntry find(Bytes key) {
    for (SortedSource source : sources) {
      InternalEntry entry = source.find(key, snapshot);
      long cover = source.rangeTombstones().coveringSequence(key, snapshot);
      if (entry != null) {
        return entry.isTombstone() || entry.sequence() < cover ? null : entry;
      }
      if (cover != 0) {
        return null;
      }
    }
    return null;
  }

  @Override
  public @Nullable Entry get(Bytes key) {
    InternalEntry found = find(key);
    return found == null ? null : entry(found, values.read(found.value()));
  }

  @Override
  public List<@Nullable Entry> getAll(List<Bytes> keys) {
    List<@Nullable InternalEntry> found = new ArrayList<>(keys.size());
    List<Value> wanted = new ArrayList<>(keys.size());
    for (Bytes key : keys) {
      InternalEntry entry = find(key);
      found.add(entry);
      if (entry != null) {
        wanted.add(entry.value());
      }
    }
    List<Bytes> contents = values.readAll(wanted);
    List<@Nullable Entry> entries = new ArrayList<>(keys.size());
    int next = 0;
    for (InternalEntry entry : found) {
      entries.add(entry == null ? null : entry(entry, contents.get(next++)));
    }
    return entries;
  }

  @Override
  public Cursor scan(Bytes from, Bytes to) {
    return new ScanCursor(visible(from, to), values);
  }

  @Override
  public RangeSize measure(Bytes from, Bytes to) {
    VisibleEntries entries = visible(from, to);
    long count = 0;
    long bytes = 0;
    for (InternalEntry entry = entries.next(); entry != null; entry = entries.next()) {
      count++;
      bytes += entry.value().length();
    }
    return new RangeSize(count, bytes);
  }

  @Override
  public void prefetch(List<Bytes> keys) {
    values.readAhead(() -> locate(keys));
  }

  /** Where the values of {@code keys} are, of those that there are. */
  public List<Value> locate(List<Bytes> keys) {
    return keys.stream()
        .map(this::find)
        .flatMap(Stream::ofNullable)
        .map(InternalEntry::value)
        .toList();
  }

  private VisibleEntries visible(Bytes from, Bytes to) {
    return new VisibleEntries(sources, from, to, snapshot);
  }

  private static Entry entry(InternalEntry found, Bytes value) {
    return new Entry(found.key(), value, new CommitPosition(found.sequence()));
  }
}
