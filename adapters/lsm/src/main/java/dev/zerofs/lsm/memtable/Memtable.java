package dev.zerofs.lsm.memtable;

import dev.zerofs.lsm.entry.EntryIterator;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.lsm.entry.RangeCover;
import dev.zerofs.lsm.entry.RangeTombstone;
import dev.zerofs.lsm.entry.RangeTombstoneBuffer;
import dev.zerofs.lsm.entry.SortedSource;
import dev.zerofs.lsm.entry.Value;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.WriteBatch;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A concurrent ordered map of keys to their versions, newest first. One thread at a time writes,
 * any number read.
 */
public final class Memtable implements SortedSource {

  /** About what a key costs beside its bytes: a skip-list node, a chain, a version, a value. */
  private static final long KEY_OVERHEAD_BYTES = 160;

  /** So many deletions of single keys are worth a look. */
  private static final int DELETIONS_MANY = 256;

  /** Values of at least this length live in segments once they are uploaded. */
  public static final int LARGE_VALUE_BYTES = 1024;

  /** Greater than every key. */
  public static final Bytes AFTER_ALL_KEYS = afterAllKeys();

  private static final class Chain {
    private volatile KeyVersion newest;

    Chain(KeyVersion newest) {
      this.newest = newest;
    }
  }

  /** Tells whether a version must be kept for a snapshot. */
  @FunctionalInterface
  public interface Needs {
    /** Whether there is a snapshot at or after {@code from} and before {@code to}. */
    boolean anySnapshot(long from, long to);
  }

  private final ConcurrentSkipListMap<Bytes, Chain> chains = new ConcurrentSkipListMap<>();
  private final RangeTombstoneBuffer tombstones = new RangeTombstoneBuffer();
  private final AtomicLong sizeBytes = new AtomicLong();
  private final AtomicLong deletions = new AtomicLong();
  private final AtomicLong hiddenBytes = new AtomicLong();
  private final AtomicLong storedBytes = new AtomicLong();

  /**
   * Adds a version.
   *
   * @param sequence greater than every sequence of this key before it
   */
  public KeyVersion add(Bytes key, long sequence, Value value) {
    KeyVersion first = new KeyVersion(key, sequence, value, null);
    Chain chain = chains.putIfAbsent(key, new Chain(first));
    sizeBytes.addAndGet(sizeOf(key, value));
    if (value instanceof Value.Tombstone) {
      deletions.incrementAndGet();
    }
    if (chain == null) {
      return first;
    }
    KeyVersion next = new KeyVersion(key, sequence, value, chain.newest);
    chain.newest = next;
    return next;
  }

  /** Adds a range tombstone. */
  public void add(RangeTombstone tombstone) {
    tombstones.add(tombstone);
    sizeBytes.addAndGet(KEY_OVERHEAD_BYTES + tombstone.from().length() + tombstone.to().length());
  }

  /**
   * Unlinks the versions behind {@code newer} that neither a read at the newest position nor a
   * snapshot can see. To be called once {@code newer} is visible.
   *
   * @param dropped is told each of them, and {@code newer}
   */
  public void trim(KeyVersion newer, Needs needs, BiConsumer<KeyVersion, KeyVersion> dropped) {
    KeyVersion kept = newer;
    KeyVersion version = newer.older();
    while (version != null) {
      KeyVersion next = version.older();
      if (needs.anySnapshot(version.sequence(), kept.sequence())) {
        kept = version;
      } else {
        kept.unlinkOlderUpTo(next);
        sizeBytes.addAndGet(-sizeOf(version.key(), version.value()));
        dropped.accept(version, newer);
      }
      version = next;
    }
  }

  /** What it has of batches after {@code sequence}, as a memtable of its own. */
  public Memtable after(long sequence) {
    Memtable newer = new Memtable();
    for (RangeTombstone tombstone : tombstones.toImmutable().tombstones()) {
      if (tombstone.sequence() > sequence) {
        newer.add(tombstone);
      }
    }
    for (Chain chain : chains.values()) {
      Deque<KeyVersion> oldestFirst = new ArrayDeque<>();
      KeyVersion version = chain.newest;
      while (version != null && version.sequence() > sequence) {
        oldestFirst.push(version);
        version = version.older();
      }
      oldestFirst.forEach(one -> newer.add(one.key(), one.sequence(), one.value()));
    }
    return newer;
  }

  /** About how many bytes of memory it takes, large values left out. */
  public long sizeBytes() {
    return sizeBytes.get();
  }

  /**
   * Counts {@code bytes} of the store that become free when this is merged with all that is older.
   */
  public void hide(long bytes) {
    hiddenBytes.addAndGet(bytes);
  }

  /** The bytes counted by {@link #hide}. */
  public long hiddenBytes() {
    return hiddenBytes.get();
  }

  /** Whether a merge of this with what is older is likely to free anything. */
  public boolean isFreeing() {
    return !tombstones.isEmpty() || hiddenBytes.get() > 0 || deletions.get() >= DELETIONS_MANY;
  }

  /** One more of the segments that it was filled from is in the store. */
  public void stored(long segmentBytes) {
    storedBytes.addAndGet(segmentBytes);
  }

  /** How many bytes of segments it was filled from, as far as this process uploaded them. */
  public long storedBytes() {
    return storedBytes.get();
  }

  /** Whether anything was written of {@code key} after {@code sequence}. */
  public boolean isWrittenAfter(Bytes key, long sequence) {
    Chain chain = chains.get(key);
    return (chain != null && chain.newest.sequence() > sequence)
        || tombstones.coveringSequence(key, Long.MAX_VALUE) > sequence;
  }

  /** Whether nothing was ever added. */
  public boolean isEmpty() {
    return chains.isEmpty() && tombstones.isEmpty();
  }

  @Override
  public @Nullable InternalEntry find(Bytes key, long snapshot) {
    Chain chain = chains.get(key);
    KeyVersion version = chain == null ? null : chain.newest;
    while (version != null && version.sequence() > snapshot) {
      version = version.older();
    }
    return version == null ? null : version.toEntry();
  }

  @Override
  public EntryIterator iterator(Bytes from, Bytes to) {
    return new MemtableIterator(from, to);
  }

  @Override
  public RangeCover rangeTombstones() {
    return tombstones;
  }

  /** The range tombstones as they are now. */
  public RangeTombstoneBuffer tombstoneBuffer() {
    return tombstones;
  }

  private static Bytes afterAllKeys() {
    byte[] key = new byte[WriteBatch.KEY_LENGTH_MAX + 1];
    Arrays.fill(key, (byte) 0xff);
    return Bytes.wrap(key);
  }

  private static long sizeOf(Bytes key, Value value) {
    boolean small = value instanceof Value.Inline && value.length() < LARGE_VALUE_BYTES;
    return KEY_OVERHEAD_BYTES + key.length() + (small ? value.length() : 0L);
  }

  /** Walks chains in the order of keys and versions in the order of a chain. */
  private final class MemtableIterator implements EntryIterator {

    private final Bytes from;
    private final Bytes to;
    private Iterator<Chain> rest;
    private @Nullable KeyVersion version;
    private @Nullable InternalEntry peeked;

    MemtableIterator(Bytes from, Bytes to) {
      this.from = from;
      this.to = to;
      this.rest = chainsFrom(from);
    }

    @Override
    public @Nullable InternalEntry peek() {
      if (peeked == null) {
        if (version == null && rest.hasNext()) {
          version = rest.next().newest;
        }
        peeked = version == null ? null : version.toEntry();
      }
      return peeked;
    }

    @Override
    public @Nullable InternalEntry next() {
      InternalEntry entry = peek();
      version = version == null ? null : version.older();
      peeked = null;
      return entry;
    }

    @Override
    public void seek(Bytes key) {
      rest = chainsFrom(key.compareTo(from) < 0 ? from : key);
      version = null;
      peeked = null;
    }

    private Iterator<Chain> chainsFrom(Bytes first) {
      return first.compareTo(to) < 0
          ? chains.subMap(first, to).values().iterator()
          : Collections.emptyIterator();
    }
  }
}
