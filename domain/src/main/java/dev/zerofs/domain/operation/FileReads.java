package dev.zerofs.domain.operation;

import dev.zerofs.domain.layout.Chunks;
import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.layout.Keys;
import dev.zerofs.domain.permission.Permissions;
import dev.zerofs.domain.transaction.Refusal;
import dev.zerofs.domain.transaction.Transactions;
import dev.zerofs.domain.transaction.View;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Caller;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.filesystem.ReadData;
import dev.zerofs.ports.filesystem.Result;
import dev.zerofs.ports.filesystem.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Reading files' data, without copying it. Safe for use by any number of threads. */
public final class FileReads {
  /** More than this is not read at once; it bounds how many chunks are held together. */
  private static final int READ_MAX_BYTES = 16 * 1024 * 1024;

  private static final Bytes ZEROS = Bytes.wrap(new byte[Chunks.SIZE_BYTES]);

  private final Transactions transactions;
  private final SequentialReads sequential;

  /**
   * Reads by way of {@code transactions}.
   *
   * @param sequential tells what to ask for ahead
   */
  public FileReads(Transactions transactions, SequentialReads sequential) {
    this.transactions = transactions;
    this.sequential = sequential;
  }

  /** {@link dev.zerofs.ports.filesystem.FileSystem#read}. */
  public Result<ReadData> read(Caller caller, FileId file, long offset, int lengthBytes) {
    if (offset < 0 || lengthBytes < 0) {
      return transactions.readOnce(
          view -> {
            requireReadable(view.require(0, file), caller);
            throw new Refusal(Status.INVAL);
          });
    }
    Result<ReadData> result =
        transactions.readOnce(
            view -> gather(view, caller, file, offset, Math.min(lengthBytes, READ_MAX_BYTES)));
    transactions.settleAccessTimes();
    return result;
  }

  private ReadData gather(View view, Caller caller, FileId file, long offset, int lengthBytes) {
    // The size is not known yet: chunks behind the end are asked for too, and are not there.
    long wantedEnd = offset > Long.MAX_VALUE - lengthBytes ? Long.MAX_VALUE : offset + lengthBytes;
    long first = Chunks.indexOf(offset);
    long end = lengthBytes == 0 ? first : Chunks.countFor(wantedEnd);
    List<@Nullable Bytes> chunks = view.requireWithChunks(file, first, end);
    Inode inode = view.require(0, file);
    requireReadable(inode, caller);
    Inode accessed = transactions.accessed(inode);
    if (offset >= inode.sizeBytes()) {
      return new ReadData(accessed.attributes(), List.of(), 0, true);
    }
    long dataEnd = Math.min(wantedEnd, inode.sizeBytes());
    readAhead(inode, offset, dataEnd);
    List<Bytes> pieces = pieces(chunks, offset, dataEnd);
    return new ReadData(
        accessed.attributes(), pieces, (int) (dataEnd - offset), dataEnd == inode.sizeBytes());
  }

  private void readAhead(Inode inode, long offset, long end) {
    SequentialReads.Stretch ahead = sequential.read(inode.id(), offset, end, inode.sizeBytes());
    if (ahead != null) {
      long inodeId = inode.id().inode();
      transactions.prefetch(
          LongStream.range(Chunks.indexOf(ahead.from()), Chunks.countFor(ahead.to()))
              .mapToObj(index -> Keys.chunk(inodeId, index))
              .toList());
    }
  }

  private static void requireReadable(Inode inode, Caller caller) {
    if (inode.isDirectory()) {
      throw new Refusal(Status.ISDIR);
    }
    if (!inode.isRegular()) {
      throw new Refusal(Status.INVAL);
    }
    if (!Permissions.mayReadData(inode, caller)) {
      throw new Refusal(Status.ACCES);
    }
  }

  private static List<Bytes> pieces(List<@Nullable Bytes> chunks, long offset, long dataEnd) {
    List<Bytes> pieces = new ArrayList<>(chunks.size() + 1);
    long at = offset;
    for (int i = 0; i < chunks.size() && at < dataEnd; i++) {
      int from = Chunks.within(at);
      int to = (int) Math.min(Chunks.SIZE_BYTES, from + (dataEnd - at));
      addPieces(pieces, chunks.get(i), from, to);
      at += to - from;
    }
    return pieces;
  }

  /**
   * Adds the bytes {@code from} to before {@code to} of a chunk and of the zeros that follow it.
   */
  private static void addPieces(List<Bytes> pieces, @Nullable Bytes chunk, int from, int to) {
    int stored = chunk == null ? 0 : chunk.length();
    int zerosFrom = Math.max(from, Math.min(to, stored));
    if (chunk != null && zerosFrom > from) {
      pieces.add(chunk.slice(from, zerosFrom - from));
    }
    if (to > zerosFrom) {
      pieces.add(ZEROS.slice(0, to - zerosFrom));
    }
  }
}
