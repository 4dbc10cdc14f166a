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
 * is refused before it is applied. Looked at now and then; what was let in meanwhile counts, and so
 * does what is in memory and in the log, since it takes its place a second time when it becomes a
 * table. Safe for use by any number of threads.
 */
final class Room {

  private static final long RESERVE_BYTES_MAX = 256L << 20;
  private static final int RESERVE_SHARE = 16;
  private static final long LOOK_NANOS = 100_000_000;

  private final Path directory;
  private final Clock clock;
  private final LongSupplier unflushedBytes;
  private final AtomicLong leftBytes = new AtomicLong();
  private volatile long reserveBytes;
  private long lookedNanos; // guarded by this
  private boolean looked; // guarded by this

  /**
   * The room of the disk that has {@code directory}.
   *
   * @param unflushedBytes tells what is not in a table yet
   */
  Room(Path directory, Clock clock, LongSupplier unflushedBytes) {
    this.directory = directory;
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
    if (leftBytes.addAndGet(-bytes) < 0) {
      leftBytes.addAndGet(bytes);
      throw new KeyValueException.OutOfSpace("the disk of " + directory + " is full", null);
    }
  }

  private synchronized void look() {
    long now = clock.monotonicNanos();
    if (looked && now - lookedNanos < LOOK_NANOS) {
      return;
    }
    try {
      FileStore disk = Files.getFileStore(directory);
      reserveBytes = Math.min(RESERVE_BYTES_MAX, disk.getTotalSpace() / RESERVE_SHARE);
      leftBytes.set(disk.getUsableSpace() - reserveBytes - unflushedBytes.getAsLong());
    } catch (IOException e) {
      throw new KeyValueException.Unavailable("the disk of " + directory + " does not answer", e);
    }
    looked = true;
    lookedNanos = now;
  }
}
