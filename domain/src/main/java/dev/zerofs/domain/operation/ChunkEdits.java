package dev.zerofs.domain.operation;

import dev.zerofs.domain.layout.Chunks;
import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.transaction.Change;
import dev.zerofs.ports.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What one write does to the chunks of its range. Chunks in the middle are replaced by slices of
 * the data, not copied, and of their old values only the lengths matter; the first and the last may
 * have to be merged with what they hold.
 */
final class ChunkEdits {
  private final long offset;
  private final Bytes data;
  private final long first;
  private final long last;
  private final @Nullable Bytes oldFirst;
  private final @Nullable Bytes oldLast;
  private final long replacedBytes;

  private ChunkEdits(
      long offset,
      Bytes data,
      @Nullable Bytes oldFirst,
      @Nullable Bytes oldLast,
      long replacedBytes) {
    this.offset = offset;
    this.data = data;
    this.first = Chunks.indexOf(offset);
    this.last = Chunks.indexOf(offset + data.length() - 1);
    this.oldFirst = oldFirst;
    this.oldLast = oldLast;
    this.replacedBytes = replacedBytes;
  }

  /** Reads what has to be known of the chunks before they are written. */
  static ChunkEdits read(Change pass, Inode file, long offset, Bytes data) {
    long end = offset + data.length();
    long first = Chunks.indexOf(offset);
    long last = Chunks.indexOf(end - 1);
    boolean mergesFirst = !replaces(file, offset, end, first);
    boolean mergesLast = last != first && !replaces(file, offset, end, last);
    Bytes oldFirst = mergesFirst ? existing(pass, file, first) : null;
    Bytes oldLast = mergesLast ? existing(pass, file, last) : null;
    long replacedFrom = mergesFirst ? first + 1 : first;
    long replacedEnd = Math.min(mergesLast ? last : last + 1, Chunks.countFor(file.sizeBytes()));
    long replacedBytes =
        file.usedBytes() == 0 ? 0 : pass.measureChunks(file, replacedFrom, replacedEnd);
    return new ChunkEdits(offset, data, oldFirst, oldLast, replacedBytes);
  }

  /** Whether nothing that the chunk holds is left by a write from {@code offset} to {@code end}. */
  private static boolean replaces(Inode file, long offset, long end, long index) {
    long start = Chunks.startOf(index);
    return offset <= start && (end - start >= Chunks.SIZE_BYTES || end >= file.sizeBytes());
  }

  /** What a chunk holds; behind the end of the file there is none to ask for. */
  private static @Nullable Bytes existing(Change pass, Inode file, long index) {
    boolean possible = file.usedBytes() > 0 && index < Chunks.countFor(file.sizeBytes());
    return possible ? pass.chunk(file, index) : null;
  }

  /** Writes the chunks. Returns how many bytes more (or, if negative, fewer) the file uses then. */
  long write(Change pass, Inode file) {
    long grown = -replacedBytes;
    for (long index = first; index <= last; index++) {
      long start = Chunks.startOf(index);
      int from = (int) Math.max(0, offset - start);
      int to = (int) Math.min(Chunks.SIZE_BYTES, offset + data.length() - start);
      Bytes part = data.slice((int) (start + from - offset), to - from);
      Bytes old = index == first ? oldFirst : index == last ? oldLast : null;
      grown += writeChunk(pass, file, index, old, from, part);
    }
    return grown;
  }

  private static int writeChunk(
      Change pass, Inode file, long index, @Nullable Bytes old, int from, Bytes part) {
    int oldLength = old == null ? 0 : old.length();
    int to = from + part.length();
    if (from == 0 && to >= oldLength) {
      pass.putChunk(file, index, part, 0, part.length());
      return part.length() - oldLength;
    }
    byte[] merged = new byte[Math.max(oldLength, to)];
    if (old != null) {
      old.copyTo(merged, 0);
    }
    part.copyTo(merged, from);
    pass.putChunk(file, index, Bytes.wrap(merged), from, part.length());
    return merged.length - oldLength;
  }
}
