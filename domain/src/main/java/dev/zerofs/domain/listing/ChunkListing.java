package dev.zerofs.domain.listing;

import dev.zerofs.domain.layout.Chunks;
import dev.zerofs.domain.layout.Keys;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.RangeSize;
import dev.zerofs.ports.keyvalue.Reads;
import java.util.function.Consumer;

/**
 * Lists chunks without reading them, which a scan would: by measuring stretches, and halving those
 * whose chunks their sizes do not tell. For one thread.
 */
final class ChunkListing {
  private final Reads reads;
  private final Consumer<String> out;

  ChunkListing(Reads reads, Consumer<String> out) {
    this.reads = reads;
    this.out = out;
  }

  /** Lists the chunks of the inodes from {@code first} to {@code last}, of what is none as well. */
  void run(long first, long last) {
    long next = first;
    Bytes end = last == Long.MAX_VALUE ? Keys.inodesEnd() : Keys.inode(last + 1);
    try (Cursor cursor = reads.scan(Keys.inode(first), end)) {
      for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
        long id = Keys.owner(entry.key());
        if (id > next) {
          owners(next, id - 1);
        }
        owners(id, id);
        next = id + 1;
      }
    }
    if (next <= last) {
      owners(next, last);
    }
  }

  private void owners(long first, long last) {
    Bytes end = last == Long.MAX_VALUE ? Keys.chunksEnd() : Keys.chunksEnd(last);
    RangeSize size = reads.measure(Keys.chunk(first, 0), end);
    if (size.entryCount() == 0) {
      return;
    }
    if (first == last) {
      chunks(first, 0, Long.MAX_VALUE, size);
      return;
    }
    long middle = first + (last - first) / 2;
    owners(first, middle);
    owners(middle + 1, last);
  }

  /** Lists what is known to be {@code size}, from one index to before another. */
  private void chunks(long owner, long from, long end, RangeSize size) {
    long at = from;
    long bytes = size.valueBytes();
    long count = size.entryCount();
    long step = count;
    while (count > 0) {
      long room = end - at;
      if (count == room && (room == 1 || bytes == count * Chunks.SIZE_BYTES)) {
        list(owner, at, end, bytes / count);
        return;
      }
      // Most files are dense at their beginning; in a hole, the steps become larger.
      long width = Math.min(step, room - room / 2);
      RangeSize low = reads.measure(Keys.chunk(owner, at), Keys.chunk(owner, at + width));
      chunks(owner, at, at + width, low);
      at += width;
      count -= low.entryCount();
      bytes -= low.valueBytes();
      step = low.entryCount() == 0 ? 2 * width : Math.max(1, count);
    }
  }

  private void list(long owner, long from, long end, long length) {
    for (long index = from; index < end; index++) {
      out.accept(line(owner, index, length));
    }
  }

  private static String line(long owner, long index, long length) {
    return "chunk:" + owner + "/" + index + " → [" + length + " bytes]";
  }
}
