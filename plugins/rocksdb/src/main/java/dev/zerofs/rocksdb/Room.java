package dev.zerofs.rocksdb;

import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.time.Clock;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What room the disk of a database has, with a reserve kept back for merges and deletes: a change
 * is refused before it is applied. Looked at now and then; what was let in meanwhile counts twice,
 * in the log and in the table that it becomes, and what is in memory and in the log already counts
 * once more. A table that finds no room stops the database. Safe for use by any number of threads.
 */
final class Room {

  private static final long RESERVE_BYTES_MAX = 256L << 20;
  private static final int RESERVE_SHARE = 16;
  private static final long LOOK_NANOS = 100_000_000;

  /** A change is written to the log, and then into a table before the log is removed. */
  private static final int PLACES = 2;

  /**
   * A disk.
   *
   * @param totalBytes its size
   * @param usableBytes what can be written to it
   */
  record Disk(long totalBytes, long usableBytes) {}

  /** Asks what a disk has. */
  @FunctionalInterface
  interface Look {

    /** What it has now. */
    Disk now() throws IOException;
  }

  private final Path directory;
  private final Look disk;
  private final Clock clock;
  private final LongSupplier unflushedBytes;
  private final AtomicLong leftBytes = new AtomicLong();
  private final AtomicLong letInBytes = new AtomicLong(); // since the last look
  private volatile long reserveBytes;
  private long lookedNanos; // guarded by this
  private boolean looked; // guarded by this

  /**
   * The room of the disk that has {@code directory}.
   *
   * @param unflushedBytes tells what is not in a table yet
   */
  Room(Path directory, Clock clock, LongSupplier unflushedBytes) {
    this(directory, () -> lookAt(directory), clock, unflushedBytes);
  }

  /** The same with another way to look. */
  Room(Path directory, Look disk, Clock clock, LongSupplier unflushedBytes) {
    this.directory = directory;
    this.disk = disk;
    this.clock = clock;
    this.unflushedBytes = unflushedBytes;
  }

  /** Whether changes are refused, or soon will be. */
  boolean isScarce() {
    look();
    return leftBytes.get() < reserveBytes;
  }

  /**
   * Lets {@code bytes} in.
   *
   * @throws KeyValueException.OutOfSpace if there is no room for them
   */
  void admit(long bytes) {
    look();
    long taken = PLACES * bytes;
    if (leftBytes.addAndGet(-taken) < 0) {
      leftBytes.addAndGet(taken);
      throw new KeyValueException.OutOfSpace("the disk of " + directory + " is full", null);
    }
    letInBytes.addAndGet(taken);
  }

  private synchronized void look() {
    long now = clock.monotonicNanos();
    if (looked && now - lookedNanos < LOOK_NANOS) {
      return;
    }
    try {
      // What was let in a moment ago may be neither in memory nor in the log.
      long underWay = letInBytes.getAndSet(0);
      long unflushed = unflushedBytes.getAsLong();
      Disk seen = disk.now();
      reserveBytes = Math.min(RESERVE_BYTES_MAX, seen.totalBytes() / RESERVE_SHARE);
      leftBytes.set(seen.usableBytes() - reserveBytes - unflushed - underWay);
    } catch (IOException e) {
      throw new KeyValueException.Unavailable("the disk of " + directory + " does not answer", e);
    }
    looked = true;
    lookedNanos = now;
  }

  private static Disk lookAt(Path directory) throws IOException {
    FileStore disk = Files.getFileStore(directory);
    return new Disk(disk.getTotalSpace(), disk.getUsableSpace());
  }
}
