package dev.zerofs.lsm.sst;

import dev.zerofs.lsm.block.BlockBuilder;
import dev.zerofs.lsm.filter.FilterBuilder;
import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.ports.bytes.Bytes;

/** The index and the filter of the partition that is being built. For one thread. */
final class Partition {

  /** A finished partition; its last separator is its key among the partitions. */
  record Finished(Bytes lastSeparator, Bytes index, Bytes filter) {}

  private static final int BLOCK_COUNT_MAX = 256;
  private static final int KEY_COUNT_MAX = 32_768;

  private final BlockBuilder index = new BlockBuilder(8 << 10);
  private final FilterBuilder filter;
  private final ByteWriter payload = new ByteWriter(32);

  Partition(int filterBitsPerKey) {
    filter = new FilterBuilder(filterBitsPerKey);
  }

  void addKey(long hash) {
    filter.add(hash);
  }

  void addBlock(Bytes separator, BlockHandle block) {
    payload.clear();
    block.encode(payload);
    index.add(separator, payload.view());
  }

  boolean isEmpty() {
    return index.isEmpty();
  }

  boolean isFull() {
    return index.entryCount() >= BLOCK_COUNT_MAX || filter.count() >= KEY_COUNT_MAX;
  }

  /** The finished partition; this one is empty again. */
  Finished finish() {
    Bytes lastSeparator = index.lastKey();
    Bytes indexCopy = Bytes.copyOf(index.finish().asByteBuffer());
    return new Finished(lastSeparator, indexCopy, filter.finish());
  }
}
