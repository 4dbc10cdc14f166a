package dev.zerofs.domain.operation;

import dev.zerofs.domain.layout.Chunks;
import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.transaction.Change;
import dev.zerofs.domain.transaction.Refusal;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Status;

/**
 * Giving a file another length. Growing costs nothing: what is not there reads as zeros. Shrinking
 * cuts the chunk at the new end and removes the range of chunks behind it; that the file's used
 * bytes stay right may cost counting the chunks of the smaller part.
 */
final class Truncation {
  /** What a truncation writes at most. */
  static final long CHANGE_BYTES = Chunks.SIZE_BYTES;

  private Truncation() {}

  static void requireSizable(Inode inode, long sizeBytes) {
    if (inode.isDirectory()) {
      throw new Refusal(Status.ISDIR);
    }
    if (!inode.isRegular()) {
      throw new Refusal(Status.INVAL);
    }
    if (sizeBytes < 0) {
      throw new Refusal(Status.FBIG);
    }
  }

  /** Changes the chunks; the caller puts the inode that this returns. */
  static Inode resize(Change pass, Inode file, long sizeBytes) {
    if (sizeBytes >= file.sizeBytes() || file.usedBytes() == 0) {
      return file.withSize(sizeBytes, file.usedBytes());
    }
    long kept = sizeBytes == 0 ? 0 : cut(pass, file, sizeBytes);
    pass.beginWriting();
    pass.deleteChunks(file, Chunks.countFor(sizeBytes));
    pass.count(kept - file.usedBytes());
    return file.withSize(sizeBytes, kept);
  }

  /** Cuts the chunk in which the new end is. Returns what the file uses from then on. */
  private static long cut(Change pass, Inode file, long sizeBytes) {
    long kept = usedBefore(pass, file, Chunks.countFor(sizeBytes));
    int boundary = Chunks.within(sizeBytes);
    if (boundary == 0) {
      return kept;
    }
    long index = Chunks.indexOf(sizeBytes);
    Bytes last = pass.chunk(file, index);
    if (last == null || last.length() <= boundary) {
      return kept;
    }
    pass.beginWriting();
    pass.putChunk(file, index, last.slice(0, boundary), 0, boundary);
    return kept - (last.length() - boundary);
  }

  /** What the chunks before {@code end} use, found by counting the part with fewer places. */
  private static long usedBefore(Change pass, Inode file, long end) {
    long all = Chunks.countFor(file.sizeBytes());
    return end <= all - end
        ? pass.measureChunks(file, 0, end)
        : file.usedBytes() - pass.measureChunks(file, end, all);
  }
}
