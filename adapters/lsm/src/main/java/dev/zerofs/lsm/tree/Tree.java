package dev.zerofs.lsm.tree;

import dev.zerofs.lsm.entry.SortedSource;
import dev.zerofs.lsm.memtable.Memtable;
import dev.zerofs.ports.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of the tree, newest first.
 *
 * @param active the memtable that batches are being added to
 * @param frozen memtables that wait to be flushed, newest first
 * @param runs the sorted runs, newest first
 * @param flushedSequence everything newer than this is in the memtables
 */
public record Tree(
    Memtable active, List<FrozenMemtable> frozen, List<SortedSource> runs, long flushedSequence) {

  /** Copies the lists. */
  public Tree {
    frozen = List.copyOf(frozen);
    runs = List.copyOf(runs);
  }

  /** Everything to look through, newest first. */
  public List<SortedSource> sources() {
    List<SortedSource> sources = new ArrayList<>(1 + frozen.size() + runs.size());
    sources.add(active);
    frozen.forEach(one -> sources.add(one.memtable()));
    sources.addAll(runs);
    return sources;
  }

  /** This tree with its active memtable frozen under a new one. */
  Tree rotated(FrozenMemtable full) {
    List<FrozenMemtable> more = new ArrayList<>(frozen.size() + 1);
    more.add(full);
    more.addAll(frozen);
    return new Tree(new Memtable(), more, runs, flushedSequence);
  }

  /** This tree with {@code newRuns} in place of its runs and the memtable that they contain. */
  Tree flushed(FrozenMemtable gone, List<SortedSource> newRuns) {
    List<FrozenMemtable> rest =
        frozen.stream().filter(one -> one.memtable() != gone.memtable()).toList();
    long flushed = Math.max(flushedSequence, gone.lastSequence());
    return new Tree(active, rest, newRuns, flushed);
  }

  /** This tree with {@code newRuns} in place of its runs, which held the same. */
  Tree compacted(List<SortedSource> newRuns) {
    return new Tree(active, frozen, newRuns, flushedSequence);
  }

  /**
   * Whether anything was written of {@code key} after {@code sequence}, which is not before {@link
   * #flushedSequence}.
   */
  public boolean isWrittenAfter(Bytes key, long sequence) {
    return active.isWrittenAfter(key, sequence)
        || frozen.stream().anyMatch(one -> one.memtable().isWrittenAfter(key, sequence));
  }
}
