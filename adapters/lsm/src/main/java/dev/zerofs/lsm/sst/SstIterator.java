package dev.zerofs.lsm.sst;

import dev.zerofs.lsm.block.BlockCursor;
import dev.zerofs.lsm.entry.EntryIterator;
import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.ports.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/** A walk over one table; reads one data block at a time, and none before the first step. */
public final class SstIterator implements EntryIterator {

  private final SstReader table;
  private boolean started;
  private @Nullable BlockCursor partitions;
  private @Nullable BlockCursor index;
  private @Nullable BlockCursor data;
  private @Nullable InternalEntry current;

  SstIterator(SstReader table) {
    this.table = table;
  }

  @Override
  public @Nullable InternalEntry peek() {
    if (!started) {
      start();
      advance();
    }
    return current;
  }

  @Override
  public @Nullable InternalEntry next() {
    InternalEntry next = peek();
    if (next != null) {
      advance();
    }
    return next;
  }

  @Override
  public void seek(Bytes from) {
    BlockCursor partition = start();
    current = null;
    if (!partition.seek(from)) {
      return;
    }
    BlockCursor blocks = table.child(partition).cursor();
    index = blocks;
    if (!blocks.seek(from)) {
      throw new IllegalStateException("no block for " + from + " in " + table.meta().id());
    }
    BlockCursor entries = table.child(blocks).cursor();
    data = entries;
    // A separator may be greater than every key of its block.
    if (entries.seek(from)) {
      current = table.entry(entries);
    } else {
      advance();
    }
  }

  private BlockCursor start() {
    started = true;
    index = null;
    data = null;
    BlockCursor partition = table.partitions().cursor();
    partitions = partition;
    return partition;
  }

  private void advance() {
    current = null;
    BlockCursor entries = data;
    while (entries == null || !entries.next()) {
      entries = nextBlock();
      data = entries;
      if (entries == null) {
        return;
      }
    }
    current = table.entry(entries);
  }

  private @Nullable BlockCursor nextBlock() {
    BlockCursor blocks = index;
    while (blocks == null || !blocks.next()) {
      BlockCursor partition = partitions;
      if (partition == null || !partition.next()) {
        partitions = null;
        index = null;
        return null;
      }
      blocks = table.child(partition).cursor();
      index = blocks;
    }
    return table.child(blocks).cursor();
  }
}
