package dev.zerofs.domain.transaction;

import dev.zerofs.domain.layout.Inode;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Entry;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What earlier passes of a change read of names and chunks. A pass under locks need not read it
 * again, and so cannot come to wait for the store, while the inode that it belongs to is as it was:
 * an inode's ctime grows with every change of its names or chunks, in the same batch, so the same
 * ctime means that nothing has changed since it was read first. For one thread.
 */
final class Recollection {
  /** An entry, or that there was none, and the ctime of its owner before it was read. */
  private record KnownEntry(long changed, @Nullable Entry entry) {}

  /** A range of keys. */
  private record Span(Bytes from, Bytes to) {}

  /** A sum and the ctime of its owner before it was made. */
  private record KnownBytes(long changed, long bytes) {}

  private final Map<Bytes, KnownEntry> entries = new HashMap<>();
  private final Map<Span, KnownBytes> sums = new HashMap<>();

  /** An entry that belongs to {@code owner}, read if it is not known as it is now. */
  @Nullable Entry entry(Inode owner, Bytes key, Supplier<@Nullable Entry> read) {
    long changed = owner.times().changed();
    KnownEntry known = entries.get(key);
    if (known == null || known.changed() != changed) {
      known = new KnownEntry(changed, read.get());
      entries.put(key, known);
    }
    return known.entry();
  }

  /** The size of a range that belongs to {@code owner}, read if it is not known as it is now. */
  long bytes(Inode owner, Bytes from, Bytes to, LongSupplier read) {
    long changed = owner.times().changed();
    Span span = new Span(from, to);
    KnownBytes known = sums.get(span);
    if (known == null || known.changed() != changed) {
      known = new KnownBytes(changed, read.getAsLong());
      sums.put(span, known);
    }
    return known.bytes();
  }
}
