package dev.zerofs.memory;

import dev.zerofs.memory.MemoryVolume.Version;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.RangeSize;
import dev.zerofs.ports.keyvalue.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One immutable version of a store.
 *
 * @param version what it shows
 * @param requireOpen throws when the store has been closed
 */
record MemorySnapshot(Version version, Runnable requireOpen) implements Snapshot {

  @Override
  public CommitPosition position() {
    return version.position();
  }

  @Override
  public @Nullable Entry get(Bytes key) {
    requireOpen.run();
    return version.tree().get(key);
  }

  @Override
  public List<@Nullable Entry> getAll(List<Bytes> keys) {
    requireOpen.run();
    List<@Nullable Entry> entries = new ArrayList<>(keys.size());
    for (Bytes key : keys) {
      entries.add(version.tree().get(key));
    }
    return entries;
  }

  @Override
  public Cursor scan(Bytes from, Bytes to) {
    requireOpen.run();
    return version.tree().scan(from, to);
  }

  @Override
  public RangeSize measure(Bytes from, Bytes to) {
    requireOpen.run();
    return version.tree().measure(from, to);
  }

  /** Does nothing: everything is at hand. */
  @Override
  public void prefetch(List<Bytes> keys) {}

  /** Does nothing: the garbage collector reclaims versions. */
  @Override
  public void close() {}
}
