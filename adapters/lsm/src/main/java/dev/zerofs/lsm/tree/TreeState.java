package dev.zerofs.lsm.tree;

import dev.zerofs.lsm.entry.SortedSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/** The tree of now. Safe for use by any number of threads. */
public final class TreeState {

  private final ReentrantLock changing = new ReentrantLock();
  private volatile Tree current; // written under the lock

  /** A state that begins with {@code tree}. */
  public TreeState(Tree tree) {
    current = tree;
  }

  /** The tree of now. */
  public Tree now() {
    return current;
  }

  /** Puts an empty memtable above {@code full}, which was the active one. */
  public void rotate(FrozenMemtable full) {
    change(tree -> tree.rotated(full));
  }

  /** Puts {@code runs}, which contain {@code gone}, in its place and that of the old runs. */
  public void flushed(FrozenMemtable gone, List<SortedSource> runs) {
    change(tree -> tree.flushed(gone, runs));
  }

  /** Puts {@code runs} in place of the old runs, which held the same. */
  public void compacted(List<SortedSource> runs) {
    change(tree -> tree.compacted(runs));
  }

  private void change(UnaryOperator<Tree> change) {
    changing.lock();
    try {
      current = change.apply(current);
    } finally {
      changing.unlock();
    }
  }
}
