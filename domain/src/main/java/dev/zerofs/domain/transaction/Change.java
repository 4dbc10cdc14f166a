package dev.zerofs.domain.transaction;

import dev.zerofs.domain.layout.Chunks;
import dev.zerofs.domain.layout.CookieEntry;
import dev.zerofs.domain.layout.Dentry;
import dev.zerofs.domain.layout.Inode;
import dev.zerofs.domain.layout.InodeCodec;
import dev.zerofs.domain.layout.Keys;
import dev.zerofs.domain.layout.UsageRecord;
import dev.zerofs.domain.reply.ReplyLog;
import dev.zerofs.domain.space.InodeIds;
import dev.zerofs.domain.time.AccessTimes;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.CallId;
import dev.zerofs.ports.filesystem.FileId;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.Reads;
import dev.zerofs.ports.keyvalue.WriteBatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One pass of an operation that changes the volume: a view, and the batch that it fills. An
 * operation reads and decides, calls {@link #beginWriting}, and then writes; it may run several
 * times and has no other effects. For one thread.
 */
public final class Change extends View {
  private static final int DELETED_ONE_BY_ONE_MAX = 8;

  private final InodeIds ids;
  private final long epoch;
  private final long now;
  private final Recollection recollection;
  private final InodeLocks.@Nullable Held held;
  private final WriteBatch batch = new WriteBatch();

  private long[] touched = new long[4];
  private int touchedCount;
  private boolean movesDirectory;
  private boolean lacksIds;
  private long inodesAdded;
  private long bytesAdded;
  private @Nullable CallId call;
  private Bytes result = Bytes.EMPTY;

  Change(
      Reads reads,
      AccessTimes accessTimes,
      InodeIds ids,
      long epoch,
      long now,
      Recollection recollection,
      InodeLocks.@Nullable Held held) {
    super(reads, accessTimes);
    this.recollection = recollection;
    this.ids = ids;
    this.epoch = epoch;
    this.now = now;
    this.held = held;
  }

  /** The time of this change. */
  public long now() {
    return now;
  }

  /** Says that a directory may move to another one: from here on no other does. */
  public void beginDirectoryMove() {
    movesDirectory = true;
    if (held != null && !held.coversDirectoryMove()) {
      throw PassEnded.SIGNAL;
    }
  }

  /**
   * The directory above {@code directory}, which stands still without being locked.
   *
   * @throws IllegalStateException unless a directory move has begun
   */
  public Inode parentOf(Inode directory) {
    if (!movesDirectory) {
      throw new IllegalStateException("the tree may move");
    }
    return existing(directory.directory().parent());
  }

  /** Ends reading and deciding: a rehearsal ends here. */
  public void beginWriting() {
    if (held == null) {
      throw PassEnded.SIGNAL;
    }
  }

  /** An identity that no file has had. */
  public FileId newFileId() {
    long id = ids.take();
    if (id < 0) {
      lacksIds = true;
      throw PassEnded.SIGNAL;
    }
    return new FileId(id, epoch);
  }

  /** Writes an inode that exists already. */
  public void put(Inode inode) {
    batch.put(Keys.inode(inode.id().inode()), InodeCodec.encode(inode));
  }

  /** Writes a new inode. */
  public void add(Inode inode) {
    inodesAdded++;
    bytesAdded += inode.usedBytes();
    put(inode);
  }

  /** Removes an inode and its data. */
  public void delete(Inode inode) {
    inodesAdded--;
    batch.delete(Keys.inode(inode.id().inode()));
    if (inode.usedBytes() > 0) {
      deleteChunks(inode, 0);
      bytesAdded -= inode.usedBytes();
    }
  }

  /** Makes {@code name} in {@code directory} stand for an inode. */
  public void putName(Inode directory, Bytes name, Dentry dentry) {
    long id = directory.id().inode();
    batch.put(Keys.dentry(id, name), dentry.encode());
    batch.put(Keys.cookie(id, dentry.cookie()), new CookieEntry(dentry.inode(), name).encode());
  }

  /** Removes {@code name} from {@code directory}. */
  public void deleteName(Inode directory, Bytes name, Dentry dentry) {
    long id = directory.id().inode();
    batch.delete(Keys.dentry(id, name));
    batch.delete(Keys.cookie(id, dentry.cookie()));
  }

  /**
   * Writes a chunk, of which {@code changedLength} bytes from {@code changedOffset} may differ from
   * before.
   */
  public void putChunk(Inode file, long index, Bytes value, int changedOffset, int changedLength) {
    batch.put(Keys.chunk(file.id().inode(), index), value, changedOffset, changedLength);
  }

  /**
   * Removes the chunks from {@code first} on, at a cost that does not depend on how many there are;
   * where there can be only a few, key by key, since a range weighs more on every later read. Who
   * calls it counts the bytes with {@link #count}.
   */
  public void deleteChunks(Inode file, long first) {
    long id = file.id().inode();
    long end = Chunks.countFor(file.sizeBytes());
    if (end - first > DELETED_ONE_BY_ONE_MAX) {
      batch.deleteRange(Keys.chunk(id, first), Keys.chunksEnd(id));
      return;
    }
    for (long index = first; index < end; index++) {
      batch.delete(Keys.chunk(id, index));
    }
  }

  /** Counts what an existing file gained or, if negative, lost in used bytes. */
  public void count(long bytes) {
    bytesAdded += bytes;
  }

  /** Has {@code result} written too, if there is anything to write, as that of {@code call}. */
  void remember(CallId call, Bytes result) {
    this.call = call;
    this.result = result;
  }

  /** Adds the result to the batch if there is one to be remembered. */
  ReplyLog.@Nullable Addition addReply(ReplyLog replies) {
    return call == null ? null : replies.add(batch, call, result);
  }

  @Override
  void touched(long id) {
    for (int i = 0; i < touchedCount; i++) {
      if (touched[i] == id) {
        return;
      }
    }
    if (touchedCount == touched.length) {
      touched = Arrays.copyOf(touched, 2 * touchedCount);
    }
    touched[touchedCount++] = id;
    if (held != null && !held.covers(id)) {
      throw PassEnded.SIGNAL;
    }
  }

  @Override
  @Nullable Entry entryOf(Inode owner, Bytes key) {
    return recollection.entry(owner, key, () -> super.entryOf(owner, key));
  }

  @Override
  long bytesOf(Inode owner, Bytes from, Bytes to) {
    return recollection.bytes(owner, from, to, () -> super.bytesOf(owner, from, to));
  }

  InodeLocks.Held lockTouched(InodeLocks locks) {
    return locks.acquire(touched, touchedCount, movesDirectory);
  }

  boolean lacksIds() {
    return lacksIds;
  }

  WriteBatch batch() {
    return batch;
  }

  UsageRecord usage() {
    return new UsageRecord(inodesAdded, bytesAdded);
  }
}
