package dev.zerofs.lsm.tree;

import dev.zerofs.lsm.entry.SortedSource;
import dev.zerofs.lsm.memtable.Memtable;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of the tree, newest first.
 *
 * @param active the memtable that batches are being added to
 * @param frozen memtables that wait to be flushed, newest first
 * @param runs the sorted runs, newest first
 */
public record Tree(Memtable active, List<FrozenMemtable> frozen, List<SortedSource> runs) {

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
    return new Tree(new Memtable(), more, runs);
  }

  /** This tree with {@code newRuns} in place of its runs and the memtable that they contain. */
  Tree flushed(FrozenMemtable gone, List<SortedSource> newRuns) {
    List<FrozenMemtable> rest =
        frozen.stream().filter(one -> one.memtable() != gone.memtable()).toList();
    return new Tree(active, rest, newRuns);
  }
}
