package dev.zerofs.lsm.journal;

import dev.zerofs.lsm.background.Step;
import dev.zerofs.lsm.commit.BatchSink;
import dev.zerofs.lsm.commit.NormalBatch;
import dev.zerofs.lsm.manifest.JournalState;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.time.Clock;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes batches durable on the local disk, many at once: the first caller that waits writes for all
 * who wait (group commit), with one write and one fdatasync. The others need not wait in threads.
 *
 * <p>Batches queue in memory until somebody waits for one of them, and leave the queue unwritten
 * when the bucket has them first, or are written without that when they are many, and synchronised
 * once somebody waits. When the disk fails or the files are full, the queue is dropped and callers
 * are told to wait for the bucket; after a while the journal begins again.
 *
 * <p>As a {@link Step} it prepares the next file. Safe for use by any number of threads.
 */
public final class Journal implements BatchSink, Step, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  /** How long the journal rests after a failure of its disk. */
  private static final long AFTER_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** How long it rests when its files are full. */
  private static final long AFTER_FULL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final JournalDirectory directory;
  private final JournalFiles files;
  private final ValuePlaces places = new ValuePlaces();
  private final GroupWriter writer;
  private final Clock clock;
  private final LongSupplier durable;
  private final Executor others;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition groupEnded = lock.newCondition();
  private final List<Waiter> waiters = new ArrayList<>(); // guarded by lock
  private final Deque<JournalRecord> queue = new ArrayDeque<>(); // guarded by lock
  private long queueBytes; // guarded by lock
  private boolean leading; // whether a thread writes; guarded by lock
  private boolean resting; // whether batches are let pass; guarded by lock
  private long restUntilNanos; // guarded by lock
  private long runFirst; // every batch from here to synced, but those in the bucket; by lock
  private long written; // the newest batch in the files, on the disk or not; guarded by lock
  private long synced; // guarded by lock
  private long unsyncedBytes; // of batches after synced; guarded by lock
  private long unsyncedSinceNanos; // when the oldest of them came, or before; guarded by lock
  private long relievedGroups; // guarded by lock

  /** Who is to be told when everything up to a batch is on the disk. */
  private record Waiter(long sequence, CompletableFuture<Boolean> told) {}

  /** A waiter and what it is told. */
  private record Answer(Waiter waiter, boolean stable) {

    void tell() {
      waiter.told().complete(stable);
    }
  }

  /**
   * How a journal is kept.
   *
   * @param sizeBytes what all its files may take together
   * @param epoch the writer
   * @param recovered the newest batch that the bucket had at the start
   * @param replayed the newest batch that the journal had at the start, or {@code recovered}
   */
  public record Options(long sizeBytes, long epoch, long recovered, long replayed) {

    private static final long FILE_BYTES_MAX = 16L << 20;
    private static final int FILES_MIN = 4;

    long fileBytes() {
      return Math.min(FILE_BYTES_MAX, sizeBytes / FILES_MIN);
    }

    int filesMax() {
      return Math.toIntExact(sizeBytes / fileBytes());
    }
  }

  /**
   * Goes on with the journal in {@code directory}, which this closes in the end.
   *
   * @param durable tells up to which batch everything is in the bucket
   * @param spent takes files over
   * @param others runs what is to be written for those who wait, unless the end has come
   */
  public Journal(
      JournalDirectory directory,
      Options options,
      Clock clock,
      RandomGenerator random,
      LongSupplier durable,
      SpentFiles spent,
      Executor others)
      throws IOException {
    this.directory = directory;
    this.clock = clock;
    this.durable = durable;
    this.others = others;
    this.files =
        new JournalFiles(
            directory, options.fileBytes(), options.filesMax(), options.replayed(), spent);
    this.writer = new GroupWriter(directory.id(), files, options.epoch(), random, durable, places);
    this.runFirst = options.recovered() + 1;
    this.synced = options.replayed();
    this.written = synced;
    files.prepare(options.recovered());
  }

  /** The journal's id. */
  public JournalState id() {
    return directory.id();
  }

  @Override
  public void committed(long sequence, NormalBatch batch) {
    lock.lock();
    try {
      if (resting) {
        if (clock.monotonicNanos() - restUntilNanos < 0) {
          return;
        }
        resting = false;
        runFirst = sequence;
        synced = sequence - 1;
        written = synced;
        LOG.info("the journal {} is written to again", directory.path());
      }
      JournalRecord record = JournalRecord.of(sequence, batch);
      queue.add(record);
      queueBytes += record.sizeBytes();
      if (unsyncedBytes == 0) {
        unsyncedSinceNanos = clock.monotonicNanos();
      }
      unsyncedBytes += record.sizeBytes();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until everything up to {@code sequence} is on the local disk or in the bucket.
   *
   * @return false if the journal cannot promise it, so that the caller must wait for the bucket
   */
  public boolean sync(long sequence) {
    return whenSynced(sequence).join();
  }

  /**
   * The same without a thread that waits, but for the one that finds nobody writing: it writes, for
   * all who wait, until its own batch is done. What depends on the result may run on a thread that
   * is to write next, and must not block.
   */
  public CompletableFuture<Boolean> whenSynced(long sequence) {
    Waiter mine = new Waiter(sequence, new CompletableFuture<>());
    lock.lock();
    try {
      if (!isAwaited(sequence)) {
        return CompletableFuture.completedFuture(isStable(sequence));
      }
      waiters.add(mine);
    } finally {
      lock.unlock();
    }
    serve(mine.told());
    return mine.told();
  }

  /**
   * Leads while nobody else does and somebody waits, but not longer than until {@code own} is told:
   * a caller is not kept for others, who then get a thread of theirs.
   */
  private void serve(@Nullable CompletableFuture<Boolean> own) {
    while (true) {
      List<Answer> answers;
      lock.lock();
      try {
        if (leading || waiters.isEmpty()) {
          return;
        }
        if (own != null && own.isDone()) {
          serveOthers();
          return;
        }
        boolean ended = resting || !lead(true);
        answers = takeAnswers(ended);
      } finally {
        lock.unlock();
      }
      answers.forEach(Answer::tell);
    }
  }

  /** Has somebody lead if anybody waits, for this thread ceases to. Called with the lock. */
  private void serveOthers() {
    if (!waiters.isEmpty()) {
      others.execute(() -> serve(null));
    }
  }

  /** Removes those waiters, or all, to whom there is something to say. Called with the lock. */
  private List<Answer> takeAnswers(boolean all) {
    List<Answer> answers = new ArrayList<>(waiters.size());
    waiters.removeIf(
        waiter -> {
          if (!all && isAwaited(waiter.sequence())) {
            return false;
          }
          return answers.add(new Answer(waiter, isStable(waiter.sequence())));
        });
    return answers;
  }

  /** Whether a group that is yet to be written may make it stable. Called with the lock. */
  private boolean isAwaited(long sequence) {
    return !resting && sequence >= runFirst && synced < sequence;
  }

  /** Called with the lock. */
  private boolean isStable(long sequence) {
    return sequence <= durable.getAsLong()
        || (sequence >= runFirst && sequence <= synced && runFirst - 1 <= durable.getAsLong());
  }

  /**
   * Writes the queue. Called with the lock, which is released meanwhile.
   *
   * @param force whether it shall be on the disk, with what was written before
   * @return false if there was nothing to do
   */
  private boolean lead(boolean force) {
    List<JournalRecord> group = takeGroup();
    boolean isBehind = force && written > synced && written > durable.getAsLong();
    if (group.isEmpty() && !isBehind) {
      return false;
    }
    long newest = group.isEmpty() ? written : group.getLast().sequence();
    long beganNanos = clock.monotonicNanos();
    leading = true;
    boolean done = false;
    lock.unlock();
    try {
      done = write(group, force);
    } finally {
      lock.lock();
      leading = false;
      if (done) {
        written = newest;
      }
      if (done && force) {
        synced = newest;
        unsyncedBytes = queueBytes;
        unsyncedSinceNanos = beganNanos;
      }
      groupEnded.signalAll();
    }
    return true;
  }

  private List<JournalRecord> takeGroup() {
    dropUploaded();
    List<JournalRecord> group = new ArrayList<>(queue);
    queue.clear();
    queueBytes = 0;
    return group;
  }

  /** Forgets what the bucket has. Called with the lock. */
  private void dropUploaded() {
    long inBucket = durable.getAsLong();
    for (JournalRecord first = queue.peekFirst();
        first != null && first.sequence() <= inBucket;
        first = queue.peekFirst()) {
      queueBytes -= queue.removeFirst().sizeBytes();
    }
  }

  private boolean write(List<JournalRecord> group, boolean force) {
    try {
      if (writer.write(group, force)) {
        return true;
      }
      rest(AFTER_FULL_NANOS);
      LOG.warn("the journal {} is full: replies wait for the bucket", directory.path());
    } catch (IOException | RuntimeException e) {
      // Whatever it is: those who wait in the group must be told.
      rest(AFTER_FAILURE_NANOS);
      LOG.warn("the journal {} fails: replies wait for the bucket", directory.path(), e);
    }
    return false;
  }

  private void rest(long nanos) {
    lock.lock();
    try {
      resting = true;
      restUntilNanos = clock.monotonicNanos() + nanos;
      queue.clear();
      queueBytes = 0;
      unsyncedBytes = 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Keeps the queue within {@code bytesMax}: what the bucket has is dropped, else everything is
   * written, for nobody waits for the disk. To be called now and then by those who write.
   */
  public void relieve(long bytesMax) {
    lock.lock();
    try {
      while (queueBytes > bytesMax) {
        dropUploaded();
        if (queueBytes <= bytesMax) {
          return;
        } else if (leading) {
          groupEnded.awaitUninterruptibly();
        } else {
          relievedGroups++;
          var _ = lead(false);
          serveOthers();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells {@code taker} where the whole of a value is, as long as the bucket does not have
   * everything up to its batch. While it is being written the answer comes when that has ended,
   * from the thread that wrote it, and may be that the value is not here, or only in part.
   *
   * @return false if it is neither here nor being written: the taker is told nothing
   */
  public boolean locate(long sequence, Bytes key, Consumer<@Nullable ValuePlace> taker) {
    return places.find(sequence, key, taker);
  }

  /** How many bytes can be taken without waiting for the bucket; all there are while it rests. */
  public long roomBytes() {
    long queued;
    lock.lock();
    try {
      if (resting) {
        return Long.MAX_VALUE;
      }
      queued = queueBytes;
    } finally {
      lock.unlock();
    }
    return files.roomBytes(durable.getAsLong()) - queued;
  }

  /** Adds the journal's numbers: what of it no disk has, and how it is used. */
  public void addFigures(Map<String, Long> figures) {
    lock.lock();
    try {
      dropUploaded();
      if (queue.isEmpty() && written <= durable.getAsLong()) {
        unsyncedBytes = 0;
      }
      figures.put("journal.unsynced-bytes", unsyncedBytes);
      figures.put(
          "journal.unsynced-age-nanos",
          unsyncedBytes == 0 ? 0L : clock.monotonicNanos() - unsyncedSinceNanos);
      figures.put("journal.unwritten-bytes", queueBytes);
      figures.put("journal.relieved-groups", relievedGroups);
      figures.put("journal.waits-for-bucket", resting ? 1L : 0L);
    } finally {
      lock.unlock();
    }
    figures.put("journal.written-bytes", files.writtenBytes());
    figures.put("journal.syncs", files.forceCount());
    figures.put("journal.room-bytes", files.roomBytes(durable.getAsLong()));
  }

  /** Prepares the next file, so that a group seldom waits for one. */
  @Override
  public long work() {
    try {
      lock.lock();
      try {
        dropUploaded();
      } finally {
        lock.unlock();
      }
      places.dropUpTo(durable.getAsLong());
      files.prepare(durable.getAsLong());
      return IDLE;
    } catch (IOException e) {
      LOG.warn("no new file for the journal {}", directory.path(), e);
      return AFTER_FAILURE_NANOS;
    }
  }

  /** What is of use elsewhere goes there; what stays is without records. */
  private void forget() throws IOException {
    try {
      files.handOver();
    } finally {
      directory.forget();
    }
  }

  @Override
  public void close() throws IOException {
    close(false);
  }

  /**
   * Ends the journal.
   *
   * @param drained whether the bucket has everything, so that nothing here must be replayed
   */
  public void close(boolean drained) throws IOException {
    List<Answer> answers;
    lock.lock();
    try {
      while (leading) {
        groupEnded.awaitUninterruptibly();
      }
      resting = true;
      restUntilNanos = clock.monotonicNanos() + Long.MAX_VALUE / 2;
      queue.clear();
      groupEnded.signalAll();
      answers = takeAnswers(true);
    } finally {
      lock.unlock();
    }
    answers.forEach(Answer::tell);
    try (directory) {
      files.close();
      if (drained) {
        forget();
      }
    }
  }
}
