package dev.zerofs.lsm.read;

import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A scan that fetches values a few entries ahead, the more the longer it goes on, so that large
 * values come together and a scan that ends soon fetches little.
 */
final class ScanCursor implements Cursor {

  private static final int WINDOW_ENTRIES_MIN = 8;
  private static final int WINDOW_ENTRIES_MAX = 256;
  private static final int WINDOW_BYTES_MAX = 2 << 20;

  private final VisibleEntries entries;
  private final ValueReader values;
  private final Queue<Entry> ready = new ArrayDeque<>();
  private int windowEntries = WINDOW_ENTRIES_MIN;

  ScanCursor(VisibleEntries entries, ValueReader values) {
    this.entries = entries;
    this.values = values;
  }

  @Override
  public @Nullable Entry next() {
    if (ready.isEmpty()) {
      fill();
    }
    return ready.poll();
  }

  @Override
  public void close() {
    ready.clear();
  }

  private void fill() {
    List<InternalEntry> window = new ArrayList<>();
    List<Value> windowValues = new ArrayList<>();
    long bytes = 0;
    while (window.size() < windowEntries && bytes < WINDOW_BYTES_MAX) {
      InternalEntry entry = entries.next();
      if (entry == null) {
        break;
      }
      window.add(entry);
      windowValues.add(entry.value());
      bytes += entry.value().length();
    }
    List<Bytes> contents = values.readAll(windowValues);
    for (int i = 0; i < window.size(); i++) {
      InternalEntry entry = window.get(i);
      ready.add(new Entry(entry.key(), contents.get(i), new CommitPosition(entry.sequence())));
    }
    windowEntries = Math.min(2 * windowEntries, WINDOW_ENTRIES_MAX);
  }
}
