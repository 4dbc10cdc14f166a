package dev.zerofs.lsm.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The files of a journal in the order of their use: those that hold batches which may not be in the
 * bucket, and one prepared for later. Their number is bounded. Safe for use by any number of
 * threads.
 */
final class JournalFiles implements AutoCloseable {

  /** A file that is full and waits until its newest batch is in the bucket. */
  private record Full(Path path, long lastSequence, boolean isBulk) {}

  private final JournalDirectory directory;
  private final long fileBytes;
  private final int filesMax;
  private final SpentFiles spent;

  /** Held over making or renaming a file; taken before {@link #lock}. */
  private final ReentrantLock preparing = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Full> full = new ArrayDeque<>(); // oldest first; guarded by lock
  private @Nullable JournalFile prepared; // guarded by lock
  private @Nullable JournalFile current; // guarded by lock
  private boolean lastWasBulk; // guarded by lock
  private long retiredBytes; // written to those before current; guarded by lock
  private long retiredForces; // of those before current; guarded by lock
  private long nextNumber; // guarded by preparing

  /**
   * The files that a former use has left count as full.
   *
   * @param fileBytes the size of each
   * @param filesMax how many there may be
   * @param lastSequence the newest batch that may be in one of those that are there
   * @param spent takes over what is not needed any more
   */
  JournalFiles(
      JournalDirectory directory, long fileBytes, int filesMax, long lastSequence, SpentFiles spent)
      throws IOException {
    this.directory = directory;
    this.spent = spent;
    this.fileBytes = fileBytes;
    this.filesMax = filesMax;
    this.nextNumber = 1;
    for (long number : directory.numbers()) {
      full.add(new Full(directory.file(number), lastSequence, false));
      nextNumber = number + 1;
    }
  }

  /**
   * The file to write to next, the former one being full; null if there is no room for another.
   *
   * @param durable everything up to this batch is in the bucket
   */
  @Nullable JournalFile advance(long durable) throws IOException {
    JournalFile next = takePrepared();
    if (next == null) {
      prepare(durable);
      next = takePrepared();
    }
    return next;
  }

  private @Nullable JournalFile takePrepared() {
    lock.lock();
    try {
      JournalFile next = prepared;
      if (next != null) {
        retire();
        prepared = null;
        current = next;
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** Makes the next file ready, unless one is, or there may be no more. */
  void prepare(long durable) throws IOException {
    preparing.lock();
    try {
      Full oldest = null;
      lock.lock();
      try {
        Full first = full.peekFirst();
        if (prepared != null) {
          return;
        } else if (first != null && first.lastSequence() <= durable) {
          oldest = full.removeFirst();
        } else if (count() >= filesMax) {
          return;
        }
      } finally {
        lock.unlock();
      }
      prepared(oldest == null ? create() : after(oldest));
    } finally {
      preparing.unlock();
    }
  }

  private void prepared(JournalFile file) {
    lock.lock();
    try {
      prepared = file;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next file, {@code oldest} being spent: that one, unless somebody takes it over. For a file
   * with small groups that is only done if there is another whose blocks are all written.
   */
  private JournalFile after(Full oldest) throws IOException {
    if ((oldest.isBulk() || spent.hasSpare())
        && Files.size(oldest.path()) == fileBytes
        && spent.offer(oldest.path(), fileBytes)) {
      Path spare = spent.spare();
      return spare == null ? create() : recycleOrCreate(spare);
    }
    return recycle(oldest.path());
  }

  /** What others have had may have been lost there. */
  private JournalFile recycleOrCreate(Path spare) throws IOException {
    try {
      return recycle(spare);
    } catch (IOException _) {
      return create();
    }
  }

  private JournalFile create() throws IOException {
    Path path = directory.file(nextNumber);
    JournalFile file =
        spent.takesAny() && isBulkNow()
            ? JournalFile.createSparse(path, nextNumber++, fileBytes)
            : JournalFile.create(path, nextNumber++, fileBytes);
    directory.force();
    return file;
  }

  private boolean isBulkNow() {
    lock.lock();
    try {
      return lastWasBulk;
    } finally {
      lock.unlock();
    }
  }

  private JournalFile recycle(Path oldest) throws IOException {
    spent.reused(oldest);
    if (Files.size(oldest) != fileBytes) {
      Files.delete(oldest);
      return create();
    }
    Path path = directory.file(nextNumber);
    Files.move(oldest, path, StandardCopyOption.ATOMIC_MOVE);
    directory.force();
    return JournalFile.reuse(path, nextNumber++, fileBytes);
  }

  /** How many bytes of records can be taken without waiting for the bucket. */
  long roomBytes(long durable) {
    lock.lock();
    try {
      long waiting = 0; // no stream: every write comes by here
      for (Full file : full) {
        waiting += file.lastSequence() > durable ? 1 : 0;
      }
      JournalFile now = current;
      long used = waiting + (now == null ? 0 : 1);
      long here = now == null ? 0 : now.roomBytes();
      return here + (filesMax - used) * (fileBytes - JournalHead.LENGTH_BYTES);
    } finally {
      lock.unlock();
    }
  }

  /** How many bytes of records were written. */
  long writtenBytes() {
    lock.lock();
    try {
      return retiredBytes + (current == null ? 0 : current.writtenBytes());
    } finally {
      lock.unlock();
    }
  }

  /** How often a file was made durable. */
  long forceCount() {
    lock.lock();
    try {
      return retiredForces + (current == null ? 0 : current.forceCount());
    } finally {
      lock.unlock();
    }
  }

  /** Gives up the current file, whose disk has failed. */
  void abandon() {
    lock.lock();
    try {
      retire();
      closeQuietly(prepared);
      prepared = null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has everything taken over that is of use to somebody: the bucket has it all, and nothing is
   * written any more.
   */
  void handOver() throws IOException {
    List<Full> all;
    lock.lock();
    try {
      all = List.copyOf(full);
      full.clear();
    } finally {
      lock.unlock();
    }
    for (Full one : all) {
      if (Files.size(one.path()) == fileBytes) {
        var _ = spent.offer(one.path(), fileBytes);
      }
    }
    spent.settle();
  }

  /** The most that a record may take. */
  long recordBytesMax() {
    return fileBytes - JournalHead.LENGTH_BYTES;
  }

  @Override
  public void close() {
    abandon();
  }

  private int count() {
    return full.size() + (prepared == null ? 0 : 1) + (current == null ? 0 : 1);
  }

  private void retire() {
    JournalFile now = current;
    if (now != null) {
      lastWasBulk = now.isBulk();
      retiredBytes += now.writtenBytes();
      retiredForces += now.forceCount();
      full.add(new Full(now.path(), now.lastSequence(), lastWasBulk));
      closeQuietly(now);
      current = null;
    }
  }

  private static void closeQuietly(@Nullable JournalFile file) {
    if (file != null) {
      try {
        file.close();
      } catch (IOException _) {
        // Everything that counts was synchronised, or is known to have failed.
      }
    }
  }
}
