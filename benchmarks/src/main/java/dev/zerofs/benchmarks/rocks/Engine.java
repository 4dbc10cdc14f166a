package dev.zerofs.benchmarks.rocks;

/** What is compared: an ordered map on a local disk. Safe for use by any number of threads. */
interface Engine extends AutoCloseable {

  /** Sets a key; nobody waits for its durability. Both arrays are given away. */
  void put(byte[] key, byte[] value);

  /** The length of a key's value, or -1. */
  int get(byte[] key);

  /**
   * Walks over keys.
   *
   * @return how many keys there are from {@code from} on, at most {@code countMax}
   */
  int scan(byte[] from, int countMax);

  /** Has everything in tables and opens anew. */
  void reopen();

  @Override
  void close();
}
