package dev.zerofs.lsm.sst;

import java.util.concurrent.atomic.LongAdder;

/** Counts what looking keys up costs. Safe for use by any number of threads. */
public final class Lookups {

  private final LongAdder keys = new LongAdder();
  private final LongAdder blocks = new LongAdder();

  /** Some keys are looked up in the tree. */
  public void keys(int count) {
    keys.add(count);
  }

  /** A table's filter let a key pass, and its data is looked into. */
  void block() {
    blocks.increment();
  }

  /** How many keys were looked up. */
  public long keyCount() {
    return keys.sum();
  }

  /** How often a table was looked into for one. */
  public long blockCount() {
    return blocks.sum();
  }
}
